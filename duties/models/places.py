"""Which places have which duties; a database constraint cannot look into the division, so `clean` asks."""

from django.core.exceptions import ValidationError

from liaison.divisions.models import Division, Level


def must_have_congress(division: Division) -> None:
    """Sessions and presidiums belong to 乡 and 镇; a 街道 has neither (地方组织法)."""
    if division.level != Level.TOWNSHIP or not division.is_real:
        raise ValidationError({"division": "请选择法定的乡或镇"})
    if not division.has_congress:
        raise ValidationError({"division": f"{division.name}是街道，没有人民代表大会和主席团"})
