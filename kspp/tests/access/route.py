"""What a route asks for."""

from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Route:
    """`place` is what the permission is asked for: the government as a whole, the unit, or anywhere.

    `argument` names what `World.arguments` holds for it. Of `also` one is needed beside the permission.
    """

    permission: Permission
    place: str
    argument: str
    method: str = "get"
    also: tuple[Permission, ...] = ()
