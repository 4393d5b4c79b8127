# From the top of the checkout: docker build -f docker/mock.Dockerfile -t leads-mock .
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
# The locked versions, as constraints: hashes would be asked of our own package too.
RUN sed -E '/^ +--hash=/d; s/ \\$//' requirements.lock > constraints.txt \
    && python -m venv /opt/leads \
    && /opt/leads/bin/pip install --no-cache-dir --constraint constraints.txt "."

FROM python:3.12-slim
COPY --from=build /opt/leads /opt/leads
ENV PATH=/opt/leads/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home leads
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/__admin/health', timeout=2)"]
ENTRYPOINT ["leads-mock", "--host", "0.0.0.0"]
