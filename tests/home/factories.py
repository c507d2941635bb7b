"""Makers of the general pages and of what visitors send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from home.enums import AssessmentMethod, BarrierReason, Conformance, FeedbackKind
from home.models import (
    AccessibilityStatementPage,
    Barrier,
    FeedbackMessage,
    FeedbackPage,
    StandardPage,
)
from tests.factories import HomeFactory, MailFactory, PageFactory, day


class StandardPageFactory(PageFactory[StandardPage]):
    """A page of running text."""

    class Meta:
        model = StandardPage

    parent = factory.SubFactory(HomeFactory)
    title = factory.Sequence(lambda number: f"Textsida {number}")


class FeedbackPageFactory(PageFactory[FeedbackPage]):
    """A feedback page whose messages go to webb@example.se."""

    class Meta:
        model = FeedbackPage

    parent = factory.SubFactory(HomeFactory)
    title = "Lämna synpunkter"
    notify_email = "webb@example.se"


class BarrierFactory(DjangoModelFactory[Barrier]):
    """A shortcoming that is told completely; ``build`` it and hand it to a statement."""

    class Meta:
        model = Barrier

    class Params:
        burden = factory.Trait(reason=BarrierReason.BURDEN, fixed_by=None)
        outside = factory.Trait(reason=BarrierReason.OUTSIDE, fixed_by=None)

    reason = BarrierReason.NONCOMPLIANCE
    description = "Äldre filmer saknar textning."
    explanation = "<p>Kravet på textning är inte uppfyllt.</p>"
    fixed_by = factory.LazyFunction(lambda: day(90))


class StatementFactory(PageFactory[AccessibilityStatementPage]):
    """A complete statement of a site that meets the law partly; ``empty`` for a mere beginning."""

    class Meta:
        model = AccessibilityStatementPage

    class Params:
        empty = factory.Trait(
            organisation="",
            service="",
            conformance="",
            assessed_on=None,
            assessment_method="",
            reviewed_on=None,
            contact_email="",
            feedback_page=None,
            barriers=factory.LazyFunction(list),
            live=False,
        )

    parent = factory.SubFactory(HomeFactory)
    title = "Tillgänglighetsredogörelse"
    organisation = "Stockholms stad"
    service = "Stadens priser"
    conformance = Conformance.PARTIAL
    assessed_on = factory.LazyFunction(lambda: day(-30))
    assessment_method = AssessmentMethod.SELF
    reviewed_on = factory.LazyFunction(lambda: day(-1))
    contact_email = "webb@example.se"
    feedback_page = factory.LazyAttribute(lambda page: FeedbackPageFactory(parent=page.parent))
    barriers = factory.LazyFunction(lambda: BarrierFactory.build_batch(1))


class MessageFactory(DjangoModelFactory[FeedbackMessage]):
    """A message that came yesterday and was mailed; traits for what may have become of it."""

    class Meta:
        model = FeedbackMessage

    class Params:
        handled_days_ago: Any = None
        unmailed = factory.Trait(
            mail=factory.SubFactory(MailFactory, attempts=1, error="ConnectionRefusedError")
        )
        unaddressed = factory.Trait(mail=None)
        spam = factory.Trait(mail=None, suspicious=True)

    page = factory.SubFactory(FeedbackPageFactory)
    submission_key = factory.Sequence(lambda number: f"{number:064}")
    received_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    kind = FeedbackKind.PROBLEM
    message = "Filmen på framsidan saknar textning."
    mail = factory.SubFactory(
        MailFactory, sent=True, queued_at=factory.SelfAttribute("..received_at")
    )
