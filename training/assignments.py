"""What to write: a list of varied tasks for the authors of training texts, the same for the same seed.

python training/assignments.py LANGUAGE BATCH COUNT     prints COUNT tasks, one a line
"""

import random
import sys

from corpus import KINDS

STATUSES = ["occurred"] * 11 + ["planned"] * 3 + ["denied"] * 2 + ["hypothetical"] * 3 + ["historical"] * 3
REGIONS = """Kenya;Peru;Russia (Urals);Ukraine;Myanmar;Sudan;Colombia;Turkey (south-east);France;Bangladesh;Nigeria (Plateau);
Georgia;Mexico (Guerrero);Indonesia (Papua);Yemen;Iraq (Kirkuk);Spain;Haiti;South Korea;Serbia;Ethiopia;Brazil;Pakistan (Balochistan);
Mozambique;Germany;Kazakhstan;Chile;Israel and the West Bank;Mali;United States;India (Manipur);Tunisia;Armenia;Philippines;
Senegal;Belarus;Argentina;Lebanon;Cameroon;Thailand;Greece;Democratic Republic of the Congo;Iran;Sri Lanka;South Africa;Portugal;
Russia (Dagestan, Buryatia);Egypt;Bolivia;Algeria;Japan;United Kingdom;Libya;Ecuador;Uzbekistan;Angola;Syria;Poland;Burkina Faso;
Nepal;the home country or countries of the language itself;the home country or countries of the language itself;
the home country or countries of the language itself;the home country or countries of the language itself""".replace(
    "\n", ""
).split(";")
QUIET = """a sports report in the language of war;markets and companies (collapse, price war, hostile takeover, strike price);a film, game or
novel about a war or riot;an accident, fire or natural disaster;a parade, religious procession, wedding shots, carnival or pilgrimage;an exhibition or anniversary concert;
weather in martial words;an election debate full of accusations and demands;a police search, customs statistics or lost property;a civil lawsuit or commercial
dispute;a science story (attack on a virus, cell death, explosive growth);a military parade, exercise or open day told as such;an interview with an
artist about resistance;a budget quarrel (minister fires back, bombshell report);animals (wolves attacked sheep, bees swarm);traffic jam and road works;
a school or village festival;a study about protest or conflict in general, no happening;a diplomat's protest note or verbal threats only;a retired
officer's hobby;a recipe or travel column with war words;a strike in football or lightning strike;rumours of layoffs, a consumer complaint;a rescue by firefighters""".replace("\n", " ").split(";")  # fmt: skip
TWISTS = ["", "", "", "", "", "write the act without any textbook noun for it: plain verbs, idiom, what people saw", "the act told only by a verb in passive or participle",
          "long involved sentence, the act in a subordinate clause", "two numbers from two sources that differ", "casualties told in the second sentence",
          "place told in the sentence before the act", "date told two sentences away or only in the dateline", "three towns in a list with their own facts",
          "headline first, then the text tells the same again", "two unrelated reports in one document", "the same happening told twice in other words",
          "beside it a misleading sentence that is no event", "an official denies a second happening", "background paragraph about an older happening",
          "ALL CAPS throughout", "channel slang, abbreviations, no full stops, emoji, missing accents or letters", "line breaks inside sentences and a hyphenated word, HTML entity or tag left in",
          "OCR-like damage in two or three words", "a quotation in another language or script inside", "numbers written as words or vague (dozens, several hundred)",
          "no casualties, said so", "a figure (aggregate toll over a period and group), with comparison to another place or year", "a figure: protests in N places on one day",
          "arrest later and elsewhere than the demonstration", "what lasts: since when, still going on", "at night between two days", "village in a district of a region, finest name unusual",
          "metonymy (capital's name for a government) that is not the place", "demonyms and adjectives of places only", "a lone person", "warning or ultimatum beside a real act"]  # fmt: skip
NEAR_MISSES = [
    "only accusations, condemnation and demands around an older quarrel, nothing happened",
    "a police search or raid on flats and offices without arrest; demolition of houses",
    "a claim of responsibility, an ultimatum or a threat, no act told",
    "officials meet, visit, talk, congratulate; nothing adopted or signed",
    "a commemoration with wreaths, a minute of silence, no march and no demands",
    "a road, factory or flight accident with dead and injured",
    "an ordinary crime (robbery, drunken brawl, domestic killing, poaching) and its trial",
    "a civil or commercial ruling, a fine for a company, a licence dispute",
    "a fire or explosion of gas, a mine accident, lost military equipment in an exercise",
    "a report on moods: people grumble, fear, discuss, sign up for a petition",
    "prices, queues, closures and a boycott or strike that exists only as a metaphor",
    "a book, study or statistics bulletin about conflict in general, with numbers of no single group",
]
FREQUENT = ["protest_peaceful"] * 5 + ["protest_intervened", "demonstration_violent", "strike", "arrest", "clash", "shelling", "air_strike", "drone_strike", "explosive", "attack_civilians",
            "attack_official", "property_destruction", "abduction", "arrest", "mob_violence", "picket_single", "restriction", "conviction"]  # fmt: skip

FACTS = [*["occurred"] * 16, *["planned"] * 3, "denied", *["hypothetical"] * 2, *["historical"] * 2]
GENRES = ["wire", "local", "ngo", "channel"]
DENSE = [*TWISTS[5:], "a figure in the last sentence (toll of a period and a group), apart from the acts told before", "three acts of the same day in three towns, one sentence each",
         "an act, then what followed from it elsewhere or later (an arrest, a ban, a counter-attack)", "two figures of two groups or periods, compared", "a counted toll that belongs to one act only, named two sentences later",
         "a planned act, its ban, and what happened in the end", "peaceful here, clashes there: the same cause in two places", "the act told in a relative clause of a sentence about something else",
         "someone denies, another confirms; numbers with their own speakers", "a past act (months ago) beside today's, both dated"]  # fmt: skip
NOTES = ["an entry of an incident database: one dense sentence, date, actor, act, place with its units, toll", "an entry of a chronicle kept by an advisory centre or union: date, town, then what happened",
         "one sentence of an agency, passive, no number", "one agency sentence in past perfect or participle, the act in the middle", "an old agency cable in capitals with dateline and brackets left out, 1980s manner",
         "a police or ministry communiqué, officialese", "a headline and its subheading alone", "a sentence of a court report or human-rights commission on one act", "unknown perpetrators, the victim by office or role",
         "sabotage of a line, pylon, pipeline, bridge; an office or vehicle set on fire", "organised crime: a shooting, a burnt bus, a message left, bodies found", "a group claims an act that the text tells as a fact"]  # fmt: skip
LONG = [*DENSE, "a long report: the act, reactions, background with older acts, numbers of no event, tomorrow's plans", "a weekly digest of acts in several towns, with accidents and politics between",
        "an eyewitness account in the past tense with much that is no event", "a long interview or commentary in which one real act is told"]  # fmt: skip
LINES = ["a verb nobody would look up for this act", "a noun phrase tells it, with a light verb", "passive or impersonal", "a participle or relative clause of a sentence about something else",
         "what bystanders saw, no word for the act", "bureaucratic euphemism", "street slang", "the object or the tool tells it", "a headline without a verb", "reported by someone, with a number in words",
         "the words of another kind are used for it", "long, with place and day at the far end"]  # fmt: skip
PLAIN = ["", "", "", "", "", "", "an agency report in the usual words", "a local paper's report in the usual words", "the noun of the act as subject: it took place, was held, began, ended", "the bare fact in one clause, then reactions",
         "ALL CAPS throughout", "accents, apostrophes or diacritics lost throughout", "line breaks inside sentences and a hyphenated word", "two reports of different days and countries in one document", "a sentence in another language inside",
         "place only in the dateline", "date only by weekday", "several towns in one sentence with one joint number", "two acts of different kinds in one sentence", "toll from two speakers", "casualties and arrests of the same act in later sentences",
         "told first as the plan, then as what happened", "an announcement for a coming day with the organisers' expectation", "authorities deny it, nobody else tells it", "a warning or an analyst's scenario, nothing happened yet",
         "a court and the old act it is about", "an anniversary with the old act, and a march today"]  # fmt: skip
REVEALS = """reads like an attack or a riot until the last sentence tells it was a film shoot, a game or a theatre rehearsal;
reads like shelling or a siege until it turns out to be an announced drill;a crowd marches through the city: a marathon, a carnival, fans after a match;thousands gather on a square: a festival, a concert, a fair, a blessing;
explosions frighten residents: fireworks, a quarry, a gas bottle, an old boiler;the word 'strike' of the language for weather, sport, prices or lunch;
police seal off a street: an accident, a state visit, road works;a minister's statement, a visit, a phone call, a budget vote, no formal resolution against anyone;an aggregate survey about moods before elections;
soldiers help with harvest, floods or snow;a company lays off people, a union negotiates, no stoppage;a trial for fraud or a traffic death;a fire in a warehouse with a technical cause;a book about an old war, no act of its own told;
people queue for bread, passports or tickets;a rescue at sea or in the mountains;a football club's bitter battle;stock markets under bombardment""".replace("\n", "").split(";")  # fmt: skip
PROFILES = {
    "p": (PLAIN, [1, 1, 1, 1, 2, 2, 3], [1, 1, 2, 2, 3, 3, 4, 5, 6, 8], 0.3),
    "s": (LINES, [1, 1, 1, 2], [1], 0.25),
    "g": (DENSE, [1, 2, 2, 3, 3, 4], [2, 3, 3, 4, 4, 5, 6, 8], 0.24),
    "h": (NOTES, [1, 1, 1, 2], [1, 1, 2, 3], 0.2),
    "k": (LONG, [2, 3, 4, 5], [9, 11, 14, 18], 0.15),
}
""" By batch: twists, happenings a document, sentences, share without any."""


def tasks(language: str, batch: str, count: int) -> list[str]:
    """One line each: id, genre, year, region, kinds with status or a quiet topic, length, twist."""
    draw = random.Random(f"{language}-{batch}")
    kinds = sorted(KINDS)
    twists, amounts, lengths, still = PROFILES.get(
        batch[:1], (TWISTS, [1, 1, 1, 2, 2, 3], [1, 2, 2, 3, 3, 4, 4, 5, 6, 8], 0.2 if batch == "a" else 0.27)
    )
    quiet = QUIET if batch == "a" else [*QUIET, *NEAR_MISSES, *NEAR_MISSES]
    plain = batch[:1] == "p"
    if plain:
        quiet = [*REVEALS, *REVEALS, *quiet]
    deck: list[str] = []
    made = []
    for number in range(1, count + 1):
        head = f"{language}-{batch}-{number:03d} | {draw.choice(GENRES)} | year {draw.randint(2008, 2026)} | {draw.choice(REGIONS)}"
        length = draw.choice(lengths)
        if draw.random() < still:
            made.append(f"{head} | NONE: {draw.choice(quiet).strip()} | {min(length, 4)} sentences")
            continue
        wanted = []
        for _ in range(draw.choice(amounts)):
            deck = deck or draw.sample(kinds, len(kinds))
            usual = plain and draw.random() < 0.5
            wanted.append(
                f"{draw.choice(FREQUENT) if usual else deck.pop()} {draw.choice(FACTS if plain else STATUSES)}"
            )
        made.append(f"{head} | {' + '.join(wanted)} | {length} sentences | {draw.choice(twists)}".rstrip(" |"))
    return made


if __name__ == "__main__":
    print("\n".join(tasks(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
