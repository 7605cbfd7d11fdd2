"""Our PostgreSQL."""

import pytest
from django.db import connection

from tests.cast import Cast
from vidarium.accounts.models import Membership
from vidarium.foundation import tenancy


def test_the_application_sees_its_company_alone(company: Cast, stranger: Cast) -> None:
    with tenancy.within(company.id):
        assert {row.company_id for row in Membership.objects.all()} == {company.id}


@pytest.mark.usefixtures("live")
def test_committed(company: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_setting('data_checksums')")
        assert cursor.fetchone() == ("vidarium_app", "on")
