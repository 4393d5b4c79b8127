"""HTTPS: with a certificate of one's own; what cannot be used is told by file and reason."""

import json
import signal
import socket
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest
from leads_mock.tls import TlsError, tls_context

from tests.check.certificates import Authority
from tests.mock.leads import JOHN, KEY, bearer
from tests.mock.running import running_mock


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`server.pem` and `server.key`; both in `both.pem`; another key; one with a password; no PEM."""
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    certificate, key = authority.certificate("server")
    authority.certificate("client")
    (folder / "both.pem").write_bytes(key.read_bytes() + certificate.read_bytes())
    locked = f"openssl ec -in {key.name} -aes256 -passout pass:secret -out locked.key"
    subprocess.run(locked.split(), cwd=folder, check=True, capture_output=True)
    (folder / "text.pem").write_text("a certificate, some day", encoding="utf-8")
    return folder


BAD = {
    # certificate, key, and what the message says
    "an absent certificate": ("absent.pem", None, "absent.pem: No such file"),
    "an absent key": ("server.pem", "absent.key", "absent.key: No such file"),
    "a folder": (".", None, "Is a directory"),
    "no key at all": (
        "server.pem",
        None,
        "server.pem: no private key in PEM form; name its file with --tls-key",
    ),
    "another's key": ("server.pem", "client.key", "client.key: not the key of the certificate in "),
    "a text for a certificate": ("text.pem", "server.key", "text.pem: no certificate in PEM form"),
    "a text for a key": ("server.pem", "text.pem", "text.pem: no private key in PEM form"),
    "the two exchanged": ("server.key", "server.pem", "server.key: no certificate in PEM form"),
    "a key with a password": ("server.pem", "locked.key", "needs a password"),
}


@pytest.mark.parametrize(("certificate", "key", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_used(folder: Path, certificate: str, key: str | None, said: str) -> None:
    with pytest.raises(TlsError) as told:
        tls_context(folder / certificate, folder / key if key else None)
    assert said in str(told.value)


def test_it_speaks_https_and_tells_how_to_call_it(folder: Path) -> None:
    trusted = ssl.create_default_context(cafile=folder / "authority.pem")
    with running_mock("--tls-cert", str(folder / "both.pem"), "--profile", "strict") as mock:
        with socket.create_connection((mock.host, mock.port)) as plain, httpx.Client(verify=trusted) as http:
            plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
            answer = http.put(f"{mock.url}/api/v1/leads/{JOHN}", headers=bearer(KEY), json={"status": "lost"})
        printed = subprocess.run(mock.curl, shell=True, capture_output=True, text=True, check=True).stdout
        ended = mock.stop(signal.SIGINT)

    assert mock.url.startswith("https://127.0.0.1:")
    assert answer.json()["data"]["status"] == "lost"
    assert json.loads(printed)["data"]["status"] == "contacted"
    assert (ended.exit_code, "Traceback" in ended.stderr, "ERROR" in ended.stderr) == (0, False, False)
