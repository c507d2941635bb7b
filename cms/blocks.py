"""StreamField blocks that any page may use, and the rich text that editors are given."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.quotations import without_quotation_marks

#: Rich text inside a sentence or a short text.
INLINE_FEATURES = ["bold", "italic", "link"]

#: Rich text right below a page's name, where a heading would skip a level.
OPENING_FEATURES = ["bold", "italic", "ol", "ul", "link"]

#: Rich text of a page's body; its headings stay below the page's own.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]

LANGUAGES = [("en", _("English")), ("fi", _("Finnish")), ("sv", _("Swedish"))]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("Divides a long text into parts")
        preview_value = "Så började det"


class TextBlock(blocks.StructBlock):
    """Running text; a language is given where it is not the page's own."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    language = blocks.ChoiceBlock(
        label=_("Language"),
        choices=LANGUAGES,
        required=False,
        help_text=_("Choose only if the text is in another language than the page."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, lists and links")
        preview_value = {"text": "<p>Allt började med en fråga från en medarbetare.</p>"}


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose they are."""

    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks."))
    source = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"
        description = _("Words that somebody said or wrote")
        preview_value = {"text": "Vi vågade fråga dem det gällde.", "source": "Enhetschefen"}

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Leave out the quotation marks that it was pasted with: the page has its own."""
        cleaned = super().clean(value)
        cleaned["text"] = without_quotation_marks(cleaned["text"])
        return cleaned


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text and a caption."""

    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"
        description = _("A picture in the width of the text")


class FactsBlock(blocks.StructBlock):
    """A short box of facts beside the running text."""

    heading = blocks.CharBlock(label=_("Heading"))
    facts = blocks.ListBlock(blocks.CharBlock(label=_("Fact")), label=_("Facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "blocks/facts.html"
        description = _("A heading and a few short facts")
        preview_value = {"heading": "I korthet", "facts": ["Infördes 2021", "Tre enheter"]}


class BodyBlock(blocks.StreamBlock):
    """The running content of a page or a story."""

    heading = HeadingBlock()
    text = TextBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    facts = FactsBlock()
