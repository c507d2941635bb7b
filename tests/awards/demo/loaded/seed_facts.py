"""Every fact of the city's two pages, and where a visitor of the demo meets it.

The facts are names, sums, dates and what follows from them; the wording is the project's own.
The numbers are those of the acceptance items of the domain.
"""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """What the page at ``path`` must say; ``item`` is the number of the acceptance item."""

    item: int
    path: str
    text: str


FORNYELSEPRISET = "/priser/fornyelsepriset/"
FORNYELSEPRISET_2018 = f"{FORNYELSEPRISET}2018/"
FORNYELSEPRISET_UNKNOWN = f"{FORNYELSEPRISET}okant-ar/"
RINKEBYMODELLEN = f"{FORNYELSEPRISET_2018}rinkebymodellen/"
FRAMSTEGET = "/priser/framsteget/"
ROUND = f"{FRAMSTEGET}2022/"
JURY = f"{ROUND}jury/"
FORM = f"{ROUND}ansokan/"
IN_2021 = f"{FRAMSTEGET}2021/"
IN_2020 = f"{FRAMSTEGET}2020/"
FRAMSTEGET_UNKNOWN = f"{FRAMSTEGET}okant-ar/"
FERIEJOBB = f"{IN_2021}feriejobb/"
VITTNA = f"{IN_2021}vaga-anmala-vaga-vittna/"
SODERMALM = f"{IN_2021}enheten-for-forebyggande-verksamhet/"

FACTS = [
    # Förnyelsepriset: heading, purpose, examples
    Fact(1, FORNYELSEPRISET, "Förnyelsepriset"),
    Fact(1, FORNYELSEPRISET, "förnyelse och innovation"),
    Fact(1, FORNYELSEPRISET, "nytta för stockholmarna"),
    Fact(1, FORNYELSEPRISET, "metod"),
    Fact(1, FORNYELSEPRISET, "arbetssätt"),
    Fact(1, FORNYELSEPRISET, "form för dialog"),
    Fact(1, FORNYELSEPRISET, "form för information"),
    # who could take part, and on which grounds
    Fact(2, FORNYELSEPRISET, "Alla verksamheter som staden finansierar"),
    Fact(2, FORNYELSEPRISET, "kommunalt eller enskilt"),
    Fact(3, FORNYELSEPRISET, "Minst ett av de här kriterierna"),
    Fact(3, FORNYELSEPRISET, "Högre kvalitet"),
    Fact(3, FORNYELSEPRISET, "Större effektivitet"),
    Fact(3, FORNYELSEPRISET, "hållbar utveckling"),
    Fact(3, FORNYELSEPRISET, "Enklare arbete"),
    Fact(4, FORNYELSEPRISET, "förslag"),
    Fact(4, FRAMSTEGET, "Ansökan"),
    Fact(5, FORNYELSEPRISET, "hade tävlat ett tidigare år utan att vinna fick tävla igen"),
    Fact(6, FORNYELSEPRISET, "en enskild medarbetare"),
    Fact(6, FORNYELSEPRISET, "en chef"),
    Fact(6, FORNYELSEPRISET, "delar av organisationen"),
    Fact(7, FORNYELSEPRISET, "75 000 kronor och en statyett"),
    Fact(7, RINKEBYMODELLEN, "75 000 kr"),
    Fact(7, RINKEBYMODELLEN, "statyett"),
    # the winner of 2018
    Fact(8, FORNYELSEPRISET_2018, "Förnyelsepriset 2018"),
    Fact(8, RINKEBYMODELLEN, "Rinkebymodellen, förebyggande föräldraskapsstöd"),
    Fact(8, RINKEBYMODELLEN, "Rinkeby-Kista stadsdelsförvaltning"),
    Fact(8, RINKEBYMODELLEN, "Juryns motivering"),
    Fact(8, RINKEBYMODELLEN, "nytänkande och samarbete"),
    Fact(8, RINKEBYMODELLEN, "tillsammans med landstinget"),
    Fact(8, RINKEBYMODELLEN, "nyblivna föräldrar är tryggare i sin roll"),
    Fact(8, RINKEBYMODELLEN, "tilliten till myndigheter"),
    Fact(8, RINKEBYMODELLEN, "det svenska samhället"),
    Fact(8, RINKEBYMODELLEN, "flera stadsdelar och i andra kommuner"),
    Fact(8, RINKEBYMODELLEN, "öppenhet, tillit och nytänkande"),
    # five winners of years that are not known, one with a citation
    Fact(9, FORNYELSEPRISET, "Tidigare vinnare"),
    Fact(9, FORNYELSEPRISET, "År ej känt"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "Teamet för komplexa vårdbehov"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "vård som hänger ihop bättre"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "samarbetet med andra instanser"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "socialtjänsten"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "Försörjningsstödsenhet 2"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "Enskede-Årsta-Vantörs stadsdelsförvaltning"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "Fält- och preventionsenheten"),
    Fact(9, FORNYELSEPRISET_UNKNOWN, "Östermalms stadsdelsförvaltning"),
    # joint winners; a recipient may be a team or a unit
    Fact(10, FORNYELSEPRISET_UNKNOWN, "Resultat och analysgruppen, äldreomsorg"),
    Fact(10, FORNYELSEPRISET_UNKNOWN, "Kungsholmens stadsdelsförvaltning"),
    Fact(10, FORNYELSEPRISET_UNKNOWN, "Energiagenterna, SISAB"),
    Fact(10, FORNYELSEPRISET_UNKNOWN, "ÅVC och farligt avfall, Trafikkontoret"),
    Fact(
        10,
        FORNYELSEPRISET_UNKNOWN,
        "Beställarenheten äldre, Hägersten-Liljeholmens stadsdelsförvaltning",
    ),
    Fact(11, RINKEBYMODELLEN, "Rinkebymodellen"),
    Fact(11, FORNYELSEPRISET_UNKNOWN, "Teamet"),
    Fact(12, FORNYELSEPRISET, "Senast uppdaterad {today}"),
    # what replaced what
    Fact(13, FORNYELSEPRISET, "Det ersattes av Framsteget"),
    Fact(13, FORNYELSEPRISET, "Digitaliseringspriset"),
    Fact(13, FRAMSTEGET, "har ersatt två äldre priser, Förnyelsepriset och Digitaliseringspriset"),
    # Framsteget: purpose
    Fact(1, FRAMSTEGET, "nytänkande, förnyelse och innovation"),
    Fact(1, FRAMSTEGET, "bor, vistas och verkar"),
    Fact(1, FRAMSTEGET, "metod, ett arbetssätt eller en lösning"),
    Fact(1, FRAMSTEGET, "stor eller liten"),
    Fact(1, FRAMSTEGET, "stockholmarna högre kvalitet"),
    Fact(1, FRAMSTEGET, "resurser räcker längre"),
    # one or several winners, each with a sum of its own
    Fact(14, FRAMSTEGET, "en eller flera verksamheter"),
    Fact(14, FERIEJOBB, "90 000 kr"),
    Fact(14, VITTNA, "30 000 kr"),
    Fact(14, SODERMALM, "30 000 kr"),
    # who can apply
    Fact(15, FRAMSTEGET, "ska redan vara införd i verksamheten"),
    Fact(16, FRAMSTEGET, "alla verksamheter i stadens förvaltningar och bolag"),
    Fact(16, FRAMSTEGET, "entreprenader som till största delen finansieras av Stockholms stad"),
    Fact(
        16,
        FRAMSTEGET,
        "enskilt drivna verksamheter som till största delen finansieras av Stockholms stad",
    ),
    # six criteria; the application shows how each is met
    Fact(17, FRAMSTEGET, "Ansökan ska visa hur ni uppfyller vart och ett av de sex kriterierna"),
    Fact(17, FRAMSTEGET, "kommunfullmäktiges inriktningsmål"),
    Fact(17, FRAMSTEGET, "innovation, digitalisering eller kvalitetsarbete"),
    Fact(17, FRAMSTEGET, "förnyat en metod, ett arbetssätt eller hur ni är organiserade"),
    Fact(17, FRAMSTEGET, "vilket resultat, vilken effekt eller vilken nytta"),
    Fact(17, FRAMSTEGET, "sprids och skalas upp"),
    Fact(17, FRAMSTEGET, "Lösningen är hållbar"),
    Fact(18, FRAMSTEGET, "på minst ett av följande sätt:"),
    Fact(18, FRAMSTEGET, "miljömässigt, socialt, ekonomiskt eller organisatoriskt"),
    # until when, and with what
    Fact(19, FRAMSTEGET, "20 september 2022"),
    Fact(20, ROUND, "det särskilda formuläret"),
    Fact(21, ROUND, "sju delar"),
    Fact(21, ROUND, "Bakgrunden, och utmaningen"),
    Fact(21, ROUND, "Vad som är nytt"),
    Fact(21, ROUND, "Resultatet för dem som verksamheten är till för"),
    Fact(21, ROUND, "införas i större skala"),
    Fact(21, ROUND, "En pitch som sammanfattar ansökan"),
    Fact(21, ROUND, "En film på högst 3 minuter"),
    Fact(21, ROUND, "hur arbetet gick till eller vad det ledde till"),
    Fact(21, ROUND, "En bild som kan användas i kommunikation"),
    Fact(21, FORM, "enhet, förvaltning eller bolag, och en kontaktperson"),
    # the film
    Fact(22, FRAMSTEGET, "högst 3 minuter"),
    Fact(22, FRAMSTEGET, "Du bestämmer själv hur du spelar in den"),
    Fact(22, FRAMSTEGET, "Mediaflow, stadens plattform för video"),
    Fact(22, FRAMSTEGET, "kommunikatör"),
    Fact(22, FRAMSTEGET, "direktlänk, som du lämnar i ansökan"),
    Fact(23, FRAMSTEGET, "bedömer bidraget"),
    Fact(23, FRAMSTEGET, "kan också komma att visas på andra håll"),
    Fact(23, FRAMSTEGET, "GDPR"),
    Fact(23, FRAMSTEGET, "tillgänglig digital offentlig service"),
    Fact(23, FRAMSTEGET, "textad"),
    Fact(24, FERIEJOBB, "Foto: Genererad bild"),
    # the ceremony and what the winners get
    Fact(25, ROUND, "29 november 2022"),
    Fact(25, ROUND, "Blå hallen, Stadshuset"),
    Fact(25, ROUND, "Kvalitetsutmärkelsen"),
    Fact(25, ROUND, "Juryn utser en eller flera vinnare"),
    Fact(26, FRAMSTEGET, "uppmärksamhet, ett diplom och en prissumma"),
    Fact(26, FRAMSTEGET, "utveckla verksamheten vidare"),
    Fact(26, FRAMSTEGET, "berätta om sitt arbete så att det sprids"),
    # the jury, in order
    Fact(
        27,
        JURY,
        "Alexandra Göransson biträdande stadsdirektör Anita Lidberg personaldirektör "
        "Karin Ekdahl Wästberg innovationsdirektör Susanne Tiderman ekonomidirektör "
        "Maria Mathiasson Laxvik tf it-direktör",
    ),
    # the winners of 2021
    Fact(28, FRAMSTEGET, "Vinnare av Framsteget 2021"),
    Fact(28, FERIEJOBB, "Förändrat arbetssätt för att hantera feriejobb"),
    Fact(28, FERIEJOBB, "Arbetsmarknadsförvaltningen"),
    Fact(28, FERIEJOBB, "prövades först i ett projekt"),
    Fact(28, FERIEJOBB, "handlade ärenden för hand"),
    Fact(28, FERIEJOBB, "en digital lösning"),
    Fact(28, FERIEJOBB, "Medborgarna har stått i centrum"),
    Fact(28, FERIEJOBB, "kostnaderna är lägre, felen är få och ungdomarna är nöjda"),
    Fact(28, VITTNA, "Våga anmäla, våga vittna"),
    Fact(28, VITTNA, "Farsta stadsdelsförvaltning"),
    Fact(28, VITTNA, "myndigheternas gränser"),
    Fact(28, VITTNA, "Förtroende och tillit"),
    Fact(28, VITTNA, "tryggheten, för den enskilde och för hela samhället"),
    Fact(28, VITTNA, "Många andra kan arbeta på samma sätt"),
    Fact(28, SODERMALM, "Enheten för förebyggande verksamhet"),
    Fact(28, SODERMALM, "Äldreomsorg, Södermalms stadsdelsförvaltning"),
    Fact(28, SODERMALM, "vilka behov som fanns"),
    Fact(28, SODERMALM, "både utifrån och inifrån"),
    Fact(28, SODERMALM, "digitala utanförskapet"),
    Fact(28, SODERMALM, "ny tjänst, inrättad efter de nya behoven"),
    # 2020, and the year that is not known
    Fact(29, IN_2020, "Vinnare Gröna Solberga"),
    Fact(29, IN_2020, "Särskilt omnämnande Förändrade arbetssätt till följd av pandemin"),
    Fact(30, IN_2020, "Stockholmshem"),
    Fact(30, IN_2020, "Driftavdelningen, SISAB"),
    Fact(31, FRAMSTEGET, "Inspireras av 2020 års mottagare"),
    Fact(31, FRAMSTEGET, "metoderna, arbetssätten och lösningarna"),
    Fact(31, FRAMSTEGET, "Se filmen : Gröna Solberga"),
    Fact(31, FRAMSTEGET, "Se filmen : SOLIDA"),
    Fact(32, IN_2020, "Gröna Solberga, testbäddar för utveckling av hållbara lösningar"),
    Fact(
        32,
        IN_2020,
        "SOLIDA, ett artificiellt system för att optimera driften av SISAB:s fastigheter",
    ),
    Fact(32, IN_2020, "Kungsholmens dagliga verksamhet, Kungsholmens stadsdelsförvaltning"),
    Fact(32, FRAMSTEGET_UNKNOWN, "år ej känt"),
    Fact(32, FRAMSTEGET_UNKNOWN, "Vinnare Nollvision undernäring"),
    Fact(
        32,
        FRAMSTEGET_UNKNOWN,
        "Äldreomsorgsavdelningen, Enskede-Årsta-Vantörs stadsdelsförvaltning",
    ),
    Fact(
        32,
        FRAMSTEGET_UNKNOWN,
        "Särskilt omnämnande Samverkansteam inom familjerätten Södermalms stadsdelsförvaltning",
    ),
    Fact(33, FRAMSTEGET, "Senast uppdaterad {today}"),
]

#: What the pages must not say: years that would be guesses, and a sum on a mention.
ABSENT = [
    Fact(32, IN_2020, "Nollvision"),
    Fact(32, IN_2020, "Samverkansteam"),
    Fact(29, f"{IN_2020}forandrade-arbetssatt-till-foljd-av-pandemin/", "Prissumma"),
    Fact(20, FRAMSTEGET, "Starta din ansökan"),
]
