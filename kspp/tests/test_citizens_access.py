"""The citizens' pages are the same for everybody: who is signed in does not matter there."""

import pytest
from django.test import Client
from django.urls import reverse

from kspp.tests.test_access import CITIZENS, World, built, world  # noqa: F401  (fixtures)


@pytest.mark.parametrize("name", sorted(CITIZENS))
def test_citizens_pages_answer_everybody_alike(client: Client, world: World, name: str) -> None:  # noqa: F811
    """Without a complaint's code each leads to the form, to the place where the code is typed, or nowhere."""
    arguments: dict[str, list[object]] = {
        "complaints:public_government": [world.government.code],
        "complaints:public_unit": [world.government.code, world.unit.pk],
        "complaints:follow_link": ["7K2M-9XQ4-B1TN-5WRE"],
        "complaints:follow_act": ["pesan"],
        "complaints:follow_attachment": [1],
    }
    url = reverse(name, args=arguments.get(name, []))

    def answers() -> list[tuple[int, str | None]]:
        return [(answer.status_code, answer.get("Location")) for answer in (client.get(url), client.post(url))]

    signed_out = answers()
    assert not any("/akun/login/" in (location or "") for _, location in signed_out)
    for user in world.people():
        client.force_login(user)
        assert answers() == signed_out, user.email
