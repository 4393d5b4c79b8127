"""An authority of the tests' own, with certificates for a server and for a client, made by OpenSSL."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

_EXTENSIONS = {
    "authority": "basicConstraints=critical,CA:true",
    "server": "subjectAltName=DNS:localhost,IP:127.0.0.1",
    "client": "extendedKeyUsage=clientAuth",
}


class Authority:
    """`file` is what to trust; `certificate` issues a certificate and its key, in one file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key, self.file = folder / "authority.key", folder / "authority.pem"
        self._openssl("req", "-x509", *self._request("authority"), "-out", self.file)

    def certificate(self, name: str) -> tuple[Path, Path]:
        """Certificate and key, both in PEM form."""
        signed = self._folder / f"{name}.pem"
        by = ("-CA", self.file, "-CAkey", self._key)
        self._openssl("req", "-x509", *self._request(name), *by, "-out", signed)
        return signed, self._folder / f"{name}.key"

    def server(self, *, asks_client: bool = False) -> ssl.SSLContext:
        """What a server speaks TLS with."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=self.file)
        context.load_cert_chain(*self.certificate("server"))
        if asks_client:
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def _request(self, name: str) -> tuple[str | Path, ...]:
        kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
        key = ("-keyout", self._folder / f"{name}.key")
        return (*kind, *key, "-subj", f"/CN=tests {name}", "-addext", _EXTENSIONS[name])

    @staticmethod
    def _openssl(*words: str | Path) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True)
