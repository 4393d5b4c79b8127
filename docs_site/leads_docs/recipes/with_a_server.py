import httpx
from leads_mock.testing import MockServer

with MockServer(profile="strict") as mock:
    url = f"{mock.url}/api/v1/leads/lead_1234567890abcdef"
    httpx.put(url, headers=mock.headers, json={"status": "contacted"})
    print(mock.verify(method="PUT", path="/api/v1/leads/*", times=1))
    mock.reset()
