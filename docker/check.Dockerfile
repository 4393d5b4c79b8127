# From the top of the checkout: docker build -f docker/check.Dockerfile -t leads-check .
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
# The locked versions, as constraints: hashes would be asked of our own package too.
RUN sed -E '/^ +--hash=/d; s/ \\$//' requirements.lock > constraints.txt \
    && python -m venv /opt/leads \
    && /opt/leads/bin/pip install --no-cache-dir --constraint constraints.txt ".[check]"

FROM python:3.12-slim
COPY --from=build /opt/leads /opt/leads
ENV PATH=/opt/leads/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home leads
WORKDIR /work
RUN chown 10001 /work
USER 10001
# It runs once and ends.
HEALTHCHECK NONE
ENTRYPOINT ["leads-contract"]
CMD ["check"]
