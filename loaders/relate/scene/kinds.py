"""The sets of types that relation rules speak of."""

Types = frozenset[str]

FIRM: Types = frozenset({"Enterprise"})
PRODUCT: Types = frozenset({"Product"})
CHAIN: Types = frozenset({"Chain"})
REGION: Types = frozenset({"Region"})
PARK: Types = frozenset({"Park"})
PROJECT: Types = frozenset({"Project"})
POLICY: Types = frozenset({"Policy"})
AGENCY: Types = frozenset({"Agency"})
PERSON: Types = frozenset({"Person"})
EVENT: Types = frozenset({"Event"})

FIELDS: Types = frozenset({"Industry", "Chain"})
GOODS: Types = FIELDS | PRODUCT
INPUTS: Types = frozenset({"Product", "Industry"})
PLACES: Types = REGION | PARK
BODIES: Types = frozenset({"Enterprise", "Hospital", "Institution"})

STANDING: Types = BODIES | {"Park", "Project", "Event"}
COMING: Types = BODIES | {"Project", "Event"}
MAKERS: Types = FIRM | PROJECT
WORKERS: Types = BODIES | PARK
GROWERS: Types = frozenset({"Region", "Park", "Enterprise"})
OWNERS: Types = frozenset({"Enterprise", "Fund"})
FUNDED: Types = frozenset({"Enterprise", "Project", "Fund", "Park"})
BUILT: Types = frozenset({"Park", "Project", "Hospital"})
RUNNERS: Types = frozenset({"Enterprise", "Agency", "Institution", "Park"})
SUPPORTED: Types = frozenset({"Chain", "Industry", "Product", "Enterprise", "Park", "Project"})
PARTNERS: Types = frozenset({"Enterprise", "Institution", "Hospital", "Agency", "Park"})
HOSTS: Types = PARTNERS | REGION
EMPLOYERS: Types = PARTNERS | {"Fund", "Region"}

FAMILIES: tuple[Types, ...] = (GOODS, BODIES | PROJECT, AGENCY, PLACES, POLICY, PERSON)


def family(kind: str) -> Types:
    """The types that may stand in one list with `kind`."""
    return next((f for f in FAMILIES if kind in f), frozenset({kind}))
