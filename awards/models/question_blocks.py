"""The blocks that communicators build a form of: steps, and the questions of each step."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from awards.enums import Audience, Meaning

#: No answer is longer than this, whatever a question allows.
MOST_CHARACTERS = 20_000

#: The name of an entry and that of its unit are kept with the entry, in columns of this length.
MOST_CHARACTERS_OF_A_NAME = 300


class QuestionBlock(blocks.StructBlock):
    """What every question has. The block's own id is the question's key: it never changes."""

    label = blocks.CharBlock(label=_("Question"), max_length=300)
    hint = blocks.TextBlock(
        label=_("Hint"),
        required=False,
        max_length=1000,
        help_text=_("What a good answer holds. Shown between the question and the answer."),
    )
    required = blocks.BooleanBlock(label=_("An answer is required"), required=False, default=True)
    audience = blocks.ChoiceBlock(
        label=_("Who may see the answer"), choices=Audience.choices, default=Audience.JURY
    )

    class Meta:
        icon = "help"

    def get_form_layout(self) -> BlockGroup:
        """What is special to a kind of question stands between its hint and who may see it."""
        last = [name for name in ("required", "audience") if name in self.child_blocks]
        return BlockGroup([*(name for name in self.child_blocks if name not in last), *last])


class ShortTextBlock(QuestionBlock):
    """An answer of one line."""

    max_characters = blocks.IntegerBlock(
        label=_("Longest answer, in characters"), min_value=1, max_value=500, default=200
    )
    meaning = blocks.ChoiceBlock(
        label=_("The answer is"),
        choices=[choice for choice in Meaning.choices if choice[0] != Meaning.PITCH],
        required=False,
        default=Meaning.NONE,
    )

    class Meta:
        label = _("Short text")
        icon = "minus"
        description = _("An answer of one line")


class LongTextBlock(QuestionBlock):
    """An answer of several paragraphs."""

    max_characters = blocks.IntegerBlock(
        label=_("Longest answer, in characters"),
        min_value=1,
        max_value=MOST_CHARACTERS,
        default=2000,
    )
    meaning = blocks.ChoiceBlock(
        label=_("The answer is"),
        choices=[
            choice for choice in Meaning.choices if choice[0] in {Meaning.NONE, Meaning.PITCH}
        ],
        required=False,
        default=Meaning.NONE,
    )

    class Meta:
        label = _("Long text")
        icon = "pilcrow"
        description = _("An answer of one or several paragraphs")


class ChoiceQuestionBlock(QuestionBlock):
    """What the two kinds of choosing share."""

    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Choice"), max_length=200), label=_("Choices"), min_num=2
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Tell what to do about too few choices, rather than how many blocks a list has."""
        try:
            return super().clean(value)
        except StructBlockValidationError as error:
            options = error.block_errors.get("options")
            if isinstance(options, ListBlockValidationError) and options.non_block_errors:
                told = gettext("Enter at least two answers to choose from.")
                error.block_errors["options"] = ListBlockValidationError(
                    options.block_errors, [told]
                )
            raise


class OneOfBlock(ChoiceQuestionBlock):
    """One of a few answers."""

    class Meta:
        label = _("One of several")
        icon = "radio-full"
        description = _("The applicant chooses one answer")


class SeveralOfBlock(ChoiceQuestionBlock):
    """Any number of a few answers."""

    class Meta:
        label = _("Several of many")
        icon = "tasks"
        description = _("The applicant chooses one answer or more")


class DeclarationBlock(QuestionBlock):
    """Something that the applicant has to accept in order to apply."""

    required = None  # always

    class Meta:
        label = _("Declaration")
        icon = "check"
        description = _("A statement that the applicant must accept")


class NumberBlock(QuestionBlock):
    """A whole number."""

    minimum = blocks.IntegerBlock(label=_("Lowest number"), required=False)
    maximum = blocks.IntegerBlock(label=_("Highest number"), required=False)

    class Meta:
        label = _("Number")
        icon = "order"
        description = _("A whole number")


class LinkBlock(QuestionBlock):
    """An address on the web."""

    class Meta:
        label = _("Link")
        icon = "link"
        description = _("The address of a page on the web")


class FilmBlock(QuestionBlock):
    """A link to a film. Hosts and length are the year's; it is required if the year says so."""

    required = None  # the year tells

    class Meta:
        label = _("Link to a film")
        icon = "media"
        description = _("With its length, captions, and how personal data in it is handled")


class PictureQuestionBlock(QuestionBlock):
    """A picture that the applicant sends."""

    class Meta:
        label = _("Picture")
        icon = "image"
        description = _("With alternative text, photographer, rights and recognisable people")


class DocumentBlock(QuestionBlock):
    """A document in PDF."""

    class Meta:
        label = _("Document")
        icon = "doc-full"
        description = _("A file in the format PDF")


class OrganisationBlock(QuestionBlock):
    """An organisation of the register, or another one."""

    class Meta:
        label = _("Organisation")
        icon = "group"
        description = _("Chosen from the register of organisations, or written")


class ContactBlock(QuestionBlock):
    """Whom to ask about the entry. Never shown to the jury or the public."""

    audience = None  # always those who handle entries

    class Meta:
        label = _("Contact person")
        icon = "user"
        description = _("Name, title, e-mail address and telephone")


class NomineeBlock(QuestionBlock):
    """Who is nominated, if that is somebody else than the applicant: they have to be told of it."""

    audience = None  # always those who handle entries

    class Meta:
        label = _("Nominated person")
        icon = "user"
        description = _("Name, title and e-mail address: the inbox reminds you to tell the person")


class EarlierEntryBlock(QuestionBlock):
    """An entry of an earlier year that did not win and comes again."""

    class Meta:
        label = _("Earlier entry")
        icon = "history"
        description = _("Points to an entry of an earlier year")


class CriteriaBlock(blocks.StructBlock):
    """One question for each of the year's criteria, in their order."""

    hint = blocks.TextBlock(
        label=_("Hint"),
        required=False,
        max_length=1000,
        help_text=_("Shown at each criterion."),
    )
    max_characters = blocks.IntegerBlock(
        label=_("Longest answer, in characters"),
        min_value=1,
        max_value=MOST_CHARACTERS,
        default=1500,
    )

    class Meta:
        label = _("The year's criteria")
        icon = "list-ol"
        description = _("One question for each criterion of the year, kept up to date by itself")


class QuestionsBlock(blocks.StreamBlock):
    """The questions of a step."""

    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    one_of = OneOfBlock()
    several_of = SeveralOfBlock()
    declaration = DeclarationBlock()
    number = NumberBlock()
    link = LinkBlock()
    film = FilmBlock()
    picture = PictureQuestionBlock()
    document = DocumentBlock()
    organisation = OrganisationBlock()
    contact = ContactBlock()
    nominee = NomineeBlock()
    earlier_entry = EarlierEntryBlock()
    criteria = CriteriaBlock()


class StepBlock(blocks.StructBlock):
    """One page of the form: a topic and its questions."""

    title = blocks.CharBlock(label=_("Heading"), max_length=100)
    introduction = blocks.TextBlock(label=_("Introduction"), required=False, max_length=1000)
    questions = QuestionsBlock(label=_("Questions"), required=False)

    class Meta:
        label = _("Step")
        icon = "form"
        label_format = "{title}"
        description = _("A heading and the questions that belong together")


class StepsBlock(blocks.StreamBlock):
    """The steps of a form, in order."""

    step = StepBlock()


class EligibilityQuestionBlock(blocks.StructBlock):
    """A question before the form: who answers wrongly is told why they can't take part."""

    question = blocks.CharBlock(label=_("Question"), max_length=300)
    hint = blocks.TextBlock(label=_("Hint"), required=False, max_length=1000)
    answer = blocks.ChoiceBlock(
        label=_("The answer that lets one go on"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        default="yes",
    )
    explanation = blocks.TextBlock(
        label=_("Why others can't take part"),
        max_length=1000,
        help_text=_("Shown to those who answer otherwise, and what they can do instead."),
    )

    class Meta:
        label = _("Question")
        icon = "help"
        label_format = "{question}"
        description = _("Yes or no, and what is told to those who can't take part")


class EligibilityBlock(blocks.StreamBlock):
    """What has to be true of those who take part."""

    question = EligibilityQuestionBlock()
