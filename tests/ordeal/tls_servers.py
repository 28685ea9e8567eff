"""Servers whose TLS is wrong in one chosen way, and that write down every byte that they are told.

`authority` makes a certificate authority and the certificates that it gave, good and bad; `listening` starts a server.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers.running import HOST

#: Names under which a certificate is asked for, and what is wrong with it.
GOOD, BAD = "good", ("wrong host", "expired", "not yet valid", "self-signed", "unknown authority")
_DAY = timedelta(days=1)
_FOR_SIGNING = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


@dataclass(frozen=True)
class Authority:
    """Certificates by name, each a file with its key in it; `ca_file` vouches for all but two of them."""

    ca_file: Path
    files: dict[str, Path]

    def context(self, name: str = GOOD, newest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
        """For a server. `newest`: the newest TLS that it speaks."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.files[name])
        if newest is not None:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = newest
        return context


def authority(folder: Path, *, home_made: bool = False) -> Authority:
    """Makes them all. A `home_made` authority does not say what its key is for, which RFC 5280 4.2.1.3 asks of it."""
    ca_key, other_key = _key(), _key()
    ca, other = _made("Ours", ca_key, usage=not home_made), _made("Somebody else", other_key)
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    now = datetime.now(UTC)
    kinds = {
        GOOD: (ca, ca_key, "localhost", now - _DAY, now + _DAY),
        "wrong host": (ca, ca_key, "mail.example.org", now - _DAY, now + _DAY),
        "expired": (ca, ca_key, "localhost", now - 3 * _DAY, now - _DAY),
        "not yet valid": (ca, ca_key, "localhost", now + _DAY, now + 3 * _DAY),
        "unknown authority": (other, other_key, "localhost", now - _DAY, now + _DAY),
    }
    files = dict[str, Path]()
    for name, (issuer, issuer_key, host, begins, ends) in kinds.items():
        key = _key()
        made = _made(host, key, (issuer, issuer_key), begins, ends)
        files[name] = _written(folder / f"{name}.pem", made, key)
    key = _key()
    files["self-signed"] = _written(folder / "self-signed.pem", _made("localhost", key), key)
    return Authority(ca_file, files)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _made(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None,
    begins: datetime | None = None,
    ends: datetime | None = None,
    *,
    usage: bool = True,
) -> x509.Certificate:
    """A certificate; without an issuer it vouches for itself. `usage`: one that does so says that it may."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = issuer[1] if issuer else key
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name if issuer else "localhost")]
    if name == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address(HOST)))
    by = signer.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or now - _DAY)
        .not_valid_after(ends or now + _DAY)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by), critical=False)
    )
    if usage and issuer is None:
        builder = builder.add_extension(_FOR_SIGNING, critical=True)
    return builder.sign(signer, hashes.SHA256())


def _written(file: Path, made: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Path:
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(encoding) + private)
    return file


@dataclass
class Way:
    """How a server behaves.

    Args:
        kind: "implicit" (TLS from the first byte, IMAP in it), "starttls", or "http" (TLS, and an answer 404).
        context: for its TLS.
        greeting: of IMAP, before TLS where there is STARTTLS.
        offered: its capabilities before TLS.
        answer: to STARTTLS, as format of the tag; what follows the first line is in the clear still.
        later: the context from the second connection on; None for the same.
    """

    kind: str
    context: ssl.SSLContext
    greeting: str = "* OK ready\r\n"
    offered: str = "IMAP4rev1 STARTTLS LOGINDISABLED"
    answer: str = "{tag} OK begin\r\n"
    later: ssl.SSLContext | None = None


class Listening:
    """The running server. `heard` is all it was told: what came in the clear, and what came through its TLS."""

    def __init__(self, way: Way) -> None:
        self.way, self.heard, self.connections, self.shaken = way, b"", 0, 0
        self._socket = socket.create_server((HOST, 0))
        self.port = int(self._socket.getsockname()[1])
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def hang_up(self) -> None:
        """Ends the connections that there are."""
        for sock in self._open:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.hang_up()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            sock.settimeout(10)
            self._open.append(sock)
            with contextlib.suppress(OSError, EOFError):
                self._talk(sock)
            with contextlib.suppress(OSError):
                sock.close()

    def _talk(self, sock: socket.socket) -> None:
        if self.way.kind == "starttls":
            sock.sendall(self.way.greeting.encode())
            if not self._imap(sock, self.way.offered):
                return
        later = self.way.later if self.connections > 1 else None
        with (later or self.way.context).wrap_socket(sock, server_side=True) as safe:
            self._open.append(safe)
            self.shaken += 1
            if self.way.kind == "http":
                self._http(safe)
                return
            if self.way.kind == "implicit":
                safe.sendall(self.way.greeting.encode())
            self._imap(safe, "IMAP4rev1 AUTH=PLAIN")

    def _imap(self, sock: socket.socket, capabilities: str) -> bool:
        """Talks until the other side is gone, or until STARTTLS was answered (True)."""
        while True:
            line = self._line(sock)
            tag, _, rest = line.partition(" ")
            name = rest.split(" ")[0].upper()
            if name == "STARTTLS":
                sock.sendall(self.way.answer.format(tag=tag).encode())
                return " OK " in self.way.answer
            if name == "CAPABILITY":
                sock.sendall(f"* CAPABILITY {capabilities}\r\n{tag} OK done\r\n".encode())
            elif name == "AUTHENTICATE":
                sock.sendall(b"+ \r\n")
                self._line(sock)
                sock.sendall(f"{tag} OK in\r\n".encode())
            elif name == "LOGIN":
                literal = re.search(r"\{(\d+)\}$", line)
                if literal:
                    sock.sendall(b"+ \r\n")
                    self._line(sock)
                sock.sendall(f"{tag} OK in\r\n".encode())
            elif name == "LIST":
                sock.sendall(
                    f'* LIST (\\Drafts) "/" Drafts\r\n* LIST () "/" INBOX\r\n{tag} OK done\r\n'.encode()
                )
            else:
                sock.sendall(f"{tag} OK done\r\n".encode())

    def _http(self, sock: socket.socket) -> None:
        text = b""
        while b"\r\n\r\n" not in text:
            text += self._some(sock)
        length = re.search(rb"(?i)content-length: (\d+)", text)
        while length and len(text.partition(b"\r\n\r\n")[2]) < int(length[1]):
            text += self._some(sock)
        sock.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    def _line(self, sock: socket.socket) -> str:
        line = b""
        while not line.endswith(b"\n"):
            line += self._some(sock, 1)
        return line.decode("latin-1").strip()

    def _some(self, sock: socket.socket, size: int = 4096) -> bytes:
        some = sock.recv(size)
        if not some:
            raise EOFError
        self.heard += some
        return some


@contextlib.contextmanager
def listening(way: Way) -> Iterator[Listening]:
    server = Listening(way)
    try:
        yield server
    finally:
        server.stop()
