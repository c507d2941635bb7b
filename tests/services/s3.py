"""An S3 server for the test run: SeaweedFS, which checks signatures and their expiry."""

from __future__ import annotations

import json
import secrets
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import boto3
from botocore.client import Config
from mypy_boto3_s3 import S3Client

from .processes import free_port, listens, running

_OFF = ["-s3.iam=false", "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]


@dataclass(frozen=True)
class S3:
    """Where a running server is reached, and its two buckets."""

    endpoint: str
    access_key: str
    secret_key: str
    public_bucket: str = "public"
    private_bucket: str = "private"

    def client(self) -> S3Client:
        """A client with every right."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="eu-north-1",
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )


@contextmanager
def run_s3() -> Iterator[S3]:
    """Start a server with a bucket that everybody may read and one that nobody may."""
    ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
    server = S3(f"http://127.0.0.1:{ports['s3']}", secrets.token_hex(10), secrets.token_urlsafe(30))
    owner = {
        "name": "owner",
        "credentials": [{"accessKey": server.access_key, "secretKey": server.secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    anonymous = {"name": "anonymous", "actions": [f"Read:{server.public_bucket}"]}
    with tempfile.TemporaryDirectory(prefix="s3-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        (directory / "s3.json").write_text(json.dumps({"identities": [owner, anonymous]}))
        (directory / "data").mkdir()
        command = [
            *(Path(sys.executable).with_name("weed"), "-logtostderr", "server"),
            *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={directory / 'data'}"),
            *("-master.volumeSizeLimitMB=64", "-volume.max=20", "-s3"),
            *(f"-{part}.port={port}" for part, port in ports.items()),
            *(f"-{part}.port.grpc={free_port()}" for part in ports),
            *(f"-s3.config={directory / 's3.json'}", *_OFF),
        ]
        with running(
            command,
            directory / "log",
            partial(listens, ports["s3"]),
            # It takes its time to stop, and nothing of it is kept.
            stop_signal=signal.SIGKILL,
            seconds=60,
        ):
            client = server.client()
            for bucket in (server.public_bucket, server.private_bucket):
                client.create_bucket(Bucket=bucket)
            yield server
