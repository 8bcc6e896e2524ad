"""The desk's tables, as SQLAlchemy knows them. desk/migrations brings a database to this form; a test holds the two together.

Times are seconds since 1970 in UTC. Ids that others see are unguessable; those of events grow in the order of commits.
"""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()


def _conversation(**options: object) -> Column:
    return Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, **options)


visitors = Table(
    "visitors",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("audience", String(10), nullable=False),
    Column("address", String(200)),  # where to reach them when they are gone
    Column("at", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("visitor", ForeignKey("visitors.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("audience", String(10), nullable=False),
    Column("team", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    Column("language_chosen", Boolean, nullable=False, default=False),  # by the customer, so that no reading changes it
    Column("status", String(10), nullable=False),  # bot, waiting (for a person), human, closed
    Column("page", JSON, nullable=False),  # what the page told: url, title, order, case, name
    Column("handoff", JSON),  # the bot's summary for the person who takes over
    Column("reason", String(20)),  # why a person has it: asked, at_risk, unreached, broken_promise
    Column("agent", ForeignKey("people.id"), index=True),  # who has it
    Column("waiting_since", Float),  # the customer's oldest message that no person has answered; empty while the bot has it
    Column("snoozed_until", Float),
    Column("feeling", String(20)),  # of the customer's last message that was read
    Column("intensity", Integer, nullable=False, default=0),
    Column("cause", String(40)),  # the last one that was read
    Column("signals", JSON),  # all that were read
    Column("last", JSON),  # the newest message: author, text, at
    Column("newest", Integer, nullable=False, default=0),  # its event
    Column("urgency", Float, nullable=False, default=0),  # when it began to wait, put back by what weighs: the least comes first
    Column("claimed_by", String(64)),  # the desk process that brings its messages to Rasa
    Column("claimed_until", Float),
    Column("at", Float, nullable=False),
    Column("changed", Float, nullable=False, index=True),
    Index("conversations_by_need", "status", "urgency"),
    Index("conversations_by_change", "status", "changed"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(index=True),
    Column("client_id", String(64)),  # the browser's, so that a resend is the same message
    Column("author", String(10), nullable=False),  # customer, bot, agent
    Column("name", String(80)),
    Column("text", Text, nullable=False),
    Column("parts", JSON),  # of a draft: before, plan, question
    Column("replies", JSON),
    Column("file", ForeignKey("files.id")),
    Column("reading", JSON),  # of a customer's message; never sent to the customer
    Column("wordings", JSON),  # ids of the sentences of ours in it
    Column("private", Boolean, nullable=False, default=False),  # a note among agents
    Column("suggested", JSON),  # what an agent's reply was made from: tone, text, fault, solvable, edited
    Column("warnings", JSON),  # ids of the rules that an agent's reply was sent over
    Column("answers", Integer, unique=True),  # the customer's message this is the one answer to
    Column("event", Integer),
    Column("at", Float, nullable=False),
    UniqueConstraint("conversation", "client_id"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(),
    Column("kind", String(20), nullable=False),
    Column("body", JSON, nullable=False),
    Column("inside", Boolean, nullable=False, default=False),  # for agents alone
    Column("at", Float, nullable=False),
    Index("events_of", "conversation", "id"),
    sqlite_autoincrement=True,  # an id is never given twice, also after the newest events were erased
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(index=True),
    Column("message", ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("trace", String(64), nullable=False),  # the request that brought it, as it stands in the logs of all processes
    Column("at", Float, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    _conversation(index=True),
    Column("name", String(200), nullable=False),
    Column("type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Float, nullable=False),
)

promises = Table(
    "promises",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), nullable=False, index=True),  # a Rasa sender; those of `heard chat` have no conversation here
    Column("cause", String(40), nullable=False),
    Column("step", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("due", Float, nullable=False, index=True),
    Column("zone", String(64), nullable=False),
    Column("state", String(10), nullable=False),  # open, kept, broken
    Column("made_by", String(80), nullable=False),  # bot, or an agent's name
    Column("reminded", Boolean, nullable=False, default=False),
    Column("at", Float, nullable=False),
    Column("decided", Float),
    Column("decided_by", String(80)),
    UniqueConstraint("conversation", "cause", "step", "due"),
)

greetings = Table(
    "greetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visitor", ForeignKey("visitors.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(60), nullable=False),  # what the visitor was met with
    UniqueConstraint("visitor", "reason"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(index=True),
    Column("feeling", Integer, nullable=False),  # 1 much worse ... 5 much better
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
)

followups = Table(
    "followups",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(index=True),
    Column("reason", String(40), nullable=False),
    Column("state", String(10), nullable=False),  # open, done
    Column("at", Float, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("receipt", String(64), nullable=False),  # a hash of the visitor's id: proof without the person
    Column("counts", JSON, nullable=False),
    Column("at", Float, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("role", String(10), nullable=False),  # agent, lead, admin
    Column("teams", JSON, nullable=False),
    Column("language", String(2), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("password", String(200), nullable=False),  # argon2's hash
    Column("active", Boolean, nullable=False),
    Column("at", Float, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),  # a hash of the cookie: a stolen database opens no session
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("who", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("conversation", String(32), index=True),
    Column("detail", String(200), nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("event", Integer, nullable=False),
    Column("at", Float, nullable=False),  # looking, as long as it is a moment ago
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(index=True),
    Column("message", ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("person", String(80), nullable=False),
    Column("feeling", String(20)),
    Column("intensity", Integer),
    Column("cause", String(40)),
    Column("read", JSON, nullable=False),  # feeling, intensity and cause as the reader had them
    Column("learned", Boolean, nullable=False, default=False),  # gone into a review file
    Column("at", Float, nullable=False),
)

journeys = Table(  # a conversation in a line, derived by desk/insights/journeys.py: what the insights count, and nothing else knows
    "journeys",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Float, nullable=False),
    Column("week", Integer, nullable=False),  # its Monday, as a day's number in Python
    Column("team", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    Column("touchpoint", String(200), nullable=False),  # the page's host and path, without what may name a person
    Column("title", String(120), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("feeling", String(20), nullable=False),  # the strongest they showed
    Column("intensity", Integer, nullable=False),
    Column("first_feeling", String(20), nullable=False),
    Column("first_intensity", Integer, nullable=False),
    Column("last_feeling", String(20), nullable=False),
    Column("last_intensity", Integer, nullable=False),
    Column("reads", Integer, nullable=False),  # messages that were read; 0 where nothing else here means anything
    Column("changed", Float, nullable=False, index=True),  # the conversation's, when this was derived
    Column("correction", Integer, nullable=False),  # the newest that is in it
    Index(
        "journeys_in_time", "at", "team", "language", "reads", "week", "cause", "feeling", "intensity",
        "first_feeling", "first_intensity", "last_feeling", "last_intensity", "touchpoint", "title",
    ),
)  # fmt: skip

journey_words = Table(
    "journey_words",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("words", Text, nullable=False),  # each once, personal data masked
)

feedback = Table(
    "feedback",
    metadata,
    Column("key", String(120), primary_key=True),  # "<language>:<wording id>" or "tone:<tone>"
    Column("taken", Integer, nullable=False),
    Column("edited", Integer, nullable=False),
    Column("dismissed", Integer, nullable=False),
)

feedback_days = Table(  # the same by day, for the insights
    "feedback_days",
    metadata,
    Column("day", Integer, primary_key=True),  # where the company is, as Python numbers days
    Column("team", String(40), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("taken", Integer, nullable=False),
    Column("edited", Integer, nullable=False),
    Column("dismissed", Integer, nullable=False),
    sqlite_with_rowid=False,  # so that a period's rows lie together, as they are read
)
