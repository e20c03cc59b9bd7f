"""The fields of a page's form as a browser would send them, and a page sent with some of them changed."""

from html.parser import HTMLParser

from django.test import Client


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.listening = ""
        self.select = ""
        self.form = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.form += "hx-post" in given or "novalidate" in given
        if self.form != 1:
            return
        if tag == "textarea":
            self.listening, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in self.values):
            self.values[self.select] = given.get("value") or ""
        elif tag == "input" and name and not (given.get("type") == "checkbox" and "checked" not in given):
            self.values[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self.listening] = self.values[self.listening].removeprefix("\n")
            self.listening = ""
        if tag == "form" and self.form == 1:
            self.form = 2

    def handle_data(self, data: str) -> None:
        if self.listening:
            self.values[self.listening] += data


def fields(client: Client, url: str) -> dict[str, str]:
    answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code} {answer.headers.get('Location', '')}"
    return fields_of(answer)


def fields_of(answer) -> dict[str, str]:
    """As the form of this answer would send them."""
    found = _Fields()
    found.feed(answer.content.decode())
    found.values.pop("csrfmiddlewaretoken", None)
    return found.values


def send(client: Client, url: str, **changed: str):
    """The form of the page, sent with these fields changed; `None` leaves one out."""
    values = fields(client, url) | changed
    return client.post(url, {name: value for name, value in values.items() if value is not None})
