"""One declaration tells everything about a field."""

from __future__ import annotations

from datetime import date

from peerdesk.models.contact import Contact
from peerdesk.models.fields import blank_values, field_of, fields_of, plain
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes
from peerdesk.periods import Month


def test_a_field_knows_its_type_and_whether_it_is_required() -> None:
    required = {each.name: each.required for each in fields_of(Supporter)}
    assert required["full_name"]
    assert not required["joined"]
    assert not required["shifts"]
    assert not required["supervises"]
    types = {each.name: each.type for each in fields_of(Supporter)}
    assert types["joined"] is date
    assert types["shifts"] is Codes
    assert field_of(Contact, "month").type is Month
    assert field_of(Contact, "supporter_id").refers_to == "supporter"


def test_a_record_shows_kind_and_number_only() -> None:
    person = Supporter(full_name="Zqxmarker", personnel_class="sworn")
    assert "Zqxmarker" not in repr(person)
    assert repr(person) == "<Supporter new>"


def test_plain_values_are_apart_from_the_record() -> None:
    person = Supporter(**{**blank_values(Supporter), "full_name": "Ada Lovell"})
    values = plain(person)
    values["full_name"] = "changed"
    assert person.full_name == "Ada Lovell"


def test_codes_are_a_set_in_order() -> None:
    assert Codes(["mood", "grief", "mood"]) == ("grief", "mood")
    assert Codes() == ()
