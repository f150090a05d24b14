"""What the judge can say, in the order of its outputs."""

KINDS = (
    "abduction", "agreement", "air_strike", "arrest", "attack_civilians", "attack_official", "base_established", "blockade",
    "boycott", "chemical", "clash", "conscription", "conviction", "demonstration_violent", "deployment", "desertion",
    "drone_strike", "explosive", "flight", "group_change", "hunger_strike", "mob_violence", "picket_single",
    "property_destruction", "protest_excessive_force", "protest_intervened", "protest_peaceful", "restriction",
    "self_immolation", "sexual_violence", "shelling", "statement", "strike", "suicide_bomb", "territory_overtaken",
    "territory_regained", "territory_transfer", "torture", "weapons_seizure",
)  # fmt: skip
STATUSES = ("occurred", "denied", "planned", "hypothetical", "historical", "figure")
QUANTITIES = ("participants", "killed", "injured", "detained", "abducted", "displaced", "mobilised", "places")
GROUPS = ("", "_civilians", "_police", "_armed")
LINKS = ("same", "place", "date", "count", "source", "speaker", "side_a", "side_b", "group", "comparison")
ROLE_OF_MARK = {"t": "same", "p": "place", "d": "date", "c": "count", "s": "source", "v": "speaker", "a": "side_a",
                "b": "side_b", "g": "group", "r": "comparison"}  # fmt: skip
