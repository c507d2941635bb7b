"""What a step of the application form costs beside Django's smallest form, in one run.

Two gunicorn workers and PostgreSQL. A pair is a GET of the form and a POST that is saved and leads
on; where it leads is not asked for. A step with five texts is compared with a form that inserts a
row of five texts, and a step with a picture of 1.4 MB with a form of one ``ImageField``, whose file
is on disk as ours is. Both bare forms go without a CSRF token. As with them,
each POST is another applicant's. The aims are at least 0.3 and 0.5
times the bare forms' pairs a second.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image

from tests.benchmarks.server import Server, new_database, run_site
from tests.services.postgres import Postgres

ROUNDS = 7
WARM_UP = 10
PAIRS = 60
#: As many at once as workers, so that neither of them rests.
CLIENTS = 2
ANSWER = "Vi har prövat ett nytt sätt att arbeta, och det har gått bättre än väntat. " * 8
BOUNDARY = "a-boundary-that-is-not-in-the-picture"
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass(frozen=True)
class Form:
    """A form by its address, what is posted to it, and the cookie that opens it."""

    path: str
    body: bytes
    content_type: str
    #: Of each applicant: the id of the draft, which is in the path, and the cookie.
    drafts: Iterator[tuple[str, str]] = field(default_factory=lambda: cycle([("", "")]))

    def get(self, server: Server) -> None:
        """Ask for the form."""
        draft, cookie = next(self.drafts)
        response, content = server.ask(self.path.format(draft), headers={"Cookie": cookie})
        assert response.status == 200, content

    def post(self, server: Server) -> None:
        """Fill it in."""
        draft, cookie = next(self.drafts)
        headers = {"Cookie": cookie, "Content-Type": self.content_type}
        # Nobody's files are counted together with another's.
        sender = f"127.0.{random.randint(1, 250)}.{random.randint(1, 250)}"  # noqa: S311
        response, content = server.ask(
            self.path.format(draft), self.body, headers=headers, sender=sender
        )
        assert response.status == 302, content


def noise(megabytes: float) -> bytes:
    """A JPEG of noise, of about so many megabytes."""
    width, height = 1280, int(megabytes * 1290)
    pixels = random.Random(1).randbytes(width * height * 3)  # noqa: S311 - no secret
    content = BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(content, "JPEG", quality=75)
    return content.getvalue()


def multipart(name: str, picture: bytes, texts: dict[str, str]) -> bytes:
    """A picture and some texts as a browser posts them."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [
        f'{head}{name}"; filename="bild.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'.encode(),
        picture,
        *(f'\r\n{head}{key}"\r\n\r\n{text}'.encode() for key, text in texts.items()),
        f"\r\n--{BOUNDARY}--\r\n".encode(),
    ]
    return b"".join(parts)


def forms(drafts: list[tuple[str, str]]) -> dict[str, Form]:
    """Ours and the bare ones."""
    bare = ("one", "two", "three", "four", "five")
    ours = ("namn", "bakgrund", "problem", "arbete", "resultat")
    picture = noise(1.4)
    print(f"picture: {len(picture) / 1_000_000:.2f} MB")
    about = {"alt": "Brus", "photographer": "Ann Ek", "people": "informed", "rights": "on"}
    ours_about = {f"bild__{name}": text for name, text in about.items()}
    step = "/ansok/{}/steg"
    return {
        "bare texts": Form(
            "/bare/answers/", urlencode(dict.fromkeys(bare, ANSWER)).encode(), URL_ENCODED
        ),
        "step of texts": Form(
            f"{step}/texter/",
            urlencode(dict.fromkeys(ours, ANSWER)).encode(),
            URL_ENCODED,
            cycle(drafts),
        ),
        "bare picture": Form("/bare/picture/", multipart("picture", picture, {}), MULTIPART),
        "step of a picture": Form(
            f"{step}/bild/", multipart("bild", picture, ours_about), MULTIPART, cycle(drafts)
        ),
    }


def cost(server: Server, do: Callable[[Server], None], times: int = PAIRS) -> tuple[float, float]:
    """CPU milliseconds of the workers, and seconds that passed, for each time."""
    before, start = server.cpu_milliseconds(), time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(do, [server] * times))
    passed = time.perf_counter() - start
    return (server.cpu_milliseconds() - before) / times, passed / times


@pytest.mark.timeout(900)
def test_a_step_beside_a_bare_form(postgres: Postgres, tmp_path: Path) -> None:
    environment = new_database(postgres, "steps", "tests.benchmarks.form_content", tmp_path)
    lines = (tmp_path / "drafts").read_text().splitlines()
    measured = forms([(line.split()[0], line.split()[1]) for line in lines])
    gets: dict[str, list[tuple[float, float]]] = {name: [] for name in measured}
    posts: dict[str, list[tuple[float, float]]] = {name: [] for name in measured}
    with run_site(environment, tmp_path / "log") as server:
        for form in measured.values():
            cost(server, form.get, WARM_UP)
            cost(server, form.post, WARM_UP)
        for _ in range(ROUNDS):
            for name, form in measured.items():
                gets[name].append(cost(server, form.get))
                posts[name].append(cost(server, form.post))
    pairs = {
        name: [
            (get[0] + post[0], get[1] + post[1])
            for get, post in zip(gets[name], posts[name], strict=True)
        ]
        for name in measured
    }
    for name in measured:
        get, post = (statistics.median(cpu for cpu, _ in told[name]) for told in (gets, posts))
        rate = 1 / statistics.median(passed for _, passed in pairs[name])
        print(f"{name}: GET {get:.2f} ms, POST {post:.2f} ms of CPU time; {rate:.0f} pairs/s")
    for bare, ours, aim in (
        ("bare texts", "step of texts", 0.3),
        ("bare picture", "step of a picture", 0.5),
    ):
        both = list(zip(pairs[bare], pairs[ours], strict=True))
        cpu, clock = ([one[i] / other[i] for one, other in both] for i in (0, 1))
        print(
            f"{ours} / {bare}: {statistics.median(cpu):.2f} by CPU time "
            f"({min(cpu):.2f} to {max(cpu):.2f}), {statistics.median(clock):.2f} by the clock; "
            f"at least {aim} is the aim"
        )
