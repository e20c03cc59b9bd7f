"""Choosing a service or an officer: every option says where it belongs, so that a script can follow the unit."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from complaints.selectors import choices
from complaints.sentences.problems import PROBLEMS, Code
from units.models import Government, ServiceProduct, ServiceUnit


class OfUnitSelect(forms.Select):
    """`data-units` of an option are the ids of its units; without it the option fits every unit."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-kspp-of-unit": ""})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        field: Any = getattr(self.choices, "field", None)
        units = field.units_of(value.instance) if hasattr(value, "instance") else None
        if units is not None:
            option["attrs"]["data-units"] = " ".join(str(unit.pk) for unit in units)
        return option


class OfUnitField(forms.ModelChoiceField):
    widget = OfUnitSelect

    def units_of(self, row: Any) -> list[ServiceUnit] | None:
        raise NotImplementedError

    def label_from_instance(self, row: Any) -> str:
        units = self.units_of(row)
        return " · ".join([row.name, *(unit.name for unit in units or ())])


class ProductField(OfUnitField):
    def __init__(self, rows: QuerySet[ServiceProduct, ServiceProduct] | None = None, **kwargs: Any) -> None:
        given: dict[str, Any] = {"label": "Produk layanan", "required": False, "empty_label": "Belum jelas"}
        super().__init__(rows, **(given | kwargs))
        self.error_messages["invalid_choice"] = PROBLEMS[Code.FOREIGN_CHOICE]

    def units_of(self, row: ServiceProduct) -> list[ServiceUnit]:
        return [row.unit]


class OfficerField(OfUnitField):
    def __init__(self, government: Government, unit: ServiceUnit | None = None, **kwargs: Any) -> None:
        rows = choices.officers_of(government, unit)
        super().__init__(rows, label="Petugas", required=False, empty_label="Belum ditentukan", **kwargs)
        self.government = government
        self.error_messages["invalid_choice"] = PROBLEMS[Code.NOT_AN_OFFICER]

    def units_of(self, row: User) -> list[ServiceUnit] | None:
        return choices.units_handled(row, self.government)
