"""What the database itself refuses, and the function through which PostgreSQL posts.

Transactions, postings and audit lines are append-only, and a ledger account with postings stays, whoever holds the
connection. Installed after every `migrate` (SQLite rebuilds a table for some migrations and silently drops its
triggers); `check --database default` and `audit_money` name what is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = ("accounts_transaction", "accounts_posting", "accounts_auditline")
ACCOUNTS = "accounts_ledgeraccount"

# Trigger name -> its table, when it fires.
EVERYWHERE = {
    **{f"{table}_no_update": (table, "UPDATE") for table in APPEND_ONLY},
    **{f"{table}_no_delete": (table, "DELETE") for table in APPEND_ONLY},
    f"{ACCOUNTS}_no_delete": (ACCOUNTS, "DELETE"),
    f"{ACCOUNTS}_same_identity": (ACCOUNTS, "UPDATE"),
}
TRIGGERS = {
    "sqlite": EVERYWHERE,
    "postgresql": EVERYWHERE | {f"{table}_no_truncate": (table, "TRUNCATE") for table in (*APPEND_ONLY, ACCOUNTS)},
}


def append_only(table: str) -> None:
    """A table of a higher room that only grows: its `AppConfig.ready()` says so, and `migrate` puts the triggers up."""
    both = {f"{table}_no_{event.lower()}": (table, event) for event in ("UPDATE", "DELETE")}
    TRIGGERS["sqlite"] = TRIGGERS["sqlite"] | both
    TRIGGERS["postgresql"] = TRIGGERS["postgresql"] | both | {f"{table}_no_truncate": (table, "TRUNCATE")}


REFUSALS = {
    "append_only": "The books are append-only: correct them by reversing",
    "has_postings": "A ledger account with postings stays",
    "same_identity": "A ledger account keeps its kind and owner, and its balance moves with its version",
}
MOVED = "{new}.version = {old}.version AND {new}.balance_pence <> {old}.balance_pence"
CHANGED = (
    "{new}.id <> {old}.id OR {new}.kind <> {old}.kind OR {new}.owner <> {old}.owner OR {new}.version < {old}.version"
    f" OR {MOVED}"
)

ITS_POSTINGS = "SELECT 1 FROM accounts_posting WHERE from_account_id = OLD.id OR to_account_id = OLD.id"

POSTGRESQL_REFUSE = """
CREATE OR REPLACE FUNCTION waymark_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;
CREATE OR REPLACE FUNCTION waymark_keep_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (ITS_POSTINGS) THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
""".replace("ITS_POSTINGS", ITS_POSTINGS)

# Answers {0 written or 1 the same, transaction, microseconds since 1970 when booked}, {2 key reused}, {3 reversed
# before}, or {4 not enough, account, short by}. A refusal writes nothing and raises nothing: the caller's transaction
# lives on. Statement by statement and without sets on purpose: most transactions have one or two moves.
POSTGRESQL_POST = """
CREATE OR REPLACE FUNCTION waymark_post(
    p_key text, p_fingerprint text, p_kind text, p_memo text, p_at timestamptz, p_by bigint, p_reverses bigint,
    p_from bigint[], p_to bigint[], p_pence bigint[], p_on_behalf_of text
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[]; balances bigint[]; versions bigint[]; free boolean[];
    from_balances bigint[]; from_versions bigint[]; to_balances bigint[]; to_versions bigint[];
    giver int; taker int; short_account bigint; short_by bigint; made bigint; booked timestamptz;
    total bigint := 0;
BEGIN
    -- Lock in one order for everybody, and read what the lock shows.
    SELECT array_agg(a.id), array_agg(a.balance_pence), array_agg(a.version), array_agg(a.may_overdraw)
      INTO ids, balances, versions, free
      FROM (SELECT id, balance_pence, version, may_overdraw FROM accounts_ledgeraccount
             WHERE id = ANY (p_from || p_to) ORDER BY id FOR NO KEY UPDATE) AS a;

    FOR i IN 1 .. cardinality(p_pence) LOOP
        giver := array_position(ids, p_from[i]);
        taker := array_position(ids, p_to[i]);
        IF giver IS NULL OR taker IS NULL THEN
            RAISE EXCEPTION 'No ledger account % or %', p_from[i], p_to[i] USING ERRCODE = 'foreign_key_violation';
        END IF;
        total := total + p_pence[i];
        balances[giver] := balances[giver] - p_pence[i];
        versions[giver] := versions[giver] + 1;
        balances[taker] := balances[taker] + p_pence[i];
        versions[taker] := versions[taker] + 1;
        from_balances[i] := balances[giver];
        from_versions[i] := versions[giver];
        to_balances[i] := balances[taker];
        to_versions[i] := versions[taker];
        IF balances[giver] < 0 AND NOT free[giver] THEN
            short_account := coalesce(short_account, p_from[i]);
            IF short_account = p_from[i] THEN
                short_by := greatest(coalesce(short_by, 0), -balances[giver]);
            END IF;
        END IF;
    END LOOP;

    -- The key, after the lock: whoever used it on these accounts has committed by now. Where nothing else refuses,
    -- the INSERT below looks it up, and is the last guard against its use on other accounts at this moment.
    IF short_account IS NOT NULL OR p_reverses IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM accounts_transaction t WHERE t.key = p_key) THEN
            RETURN waymark_same(p_key, p_fingerprint);
        END IF;
        IF EXISTS (SELECT 1 FROM accounts_transaction t WHERE t.reverses_id = p_reverses) THEN
            RETURN ARRAY[3];
        END IF;
        IF short_account IS NOT NULL THEN
            RETURN ARRAY[4, short_account, short_by];
        END IF;
    END IF;

    booked := clock_timestamp();
    INSERT INTO accounts_transaction (key, fingerprint, kind, memo, at, booked_at, by_id, reverses_id)
    VALUES (p_key, p_fingerprint, p_kind, p_memo, p_at, booked, p_by, p_reverses)
    ON CONFLICT (key) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        RETURN waymark_same(p_key, p_fingerprint);
    END IF;
    FOR i IN 1 .. cardinality(p_pence) LOOP
        INSERT INTO accounts_posting (transaction_id, position, at, from_account_id, to_account_id, pence,
                                      from_balance_pence, from_version, to_balance_pence, to_version)
        VALUES (made, i - 1, p_at, p_from[i], p_to[i], p_pence[i],
                from_balances[i], from_versions[i], to_balances[i], to_versions[i]);
    END LOOP;
    FOR i IN 1 .. cardinality(ids) LOOP
        UPDATE accounts_ledgeraccount SET balance_pence = balances[i], version = versions[i] WHERE id = ids[i];
    END LOOP;
    INSERT INTO accounts_auditline (at, action, by, on_behalf_of, subject, detail)
    VALUES (p_at, 'money.' || p_kind, coalesce(p_by::text, ''), p_on_behalf_of, 'transaction:' || made,
            jsonb_build_object('key', p_key, 'memo', p_memo, 'pence', total));
    RETURN ARRAY[0, made, (extract(epoch FROM booked) * 1000000)::bigint];
END $$;

CREATE OR REPLACE FUNCTION waymark_same(p_key text, p_fingerprint text) RETURNS bigint[] LANGUAGE sql AS $$
    SELECT CASE WHEN fingerprint = p_fingerprint THEN ARRAY[1, id] ELSE ARRAY[2]::bigint[] END
      FROM accounts_transaction WHERE key = p_key
$$;
"""


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of our triggers that the database has, enabled."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()} & TRIGGERS[connection.vendor].keys()


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Of the tables that are there: while migrations are under way some are not."""
    tables = set(connection.introspection.table_names())
    wanted = {name for name, (table, _) in TRIGGERS[connection.vendor].items() if table in tables}
    return sorted(wanted - installed(connection))


def install(connection: BaseDatabaseWrapper) -> None:
    """Put in place whatever is not there. Safe to run at any time."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_REFUSE + POSTGRESQL_POST)
        for name in missing(connection):
            cursor.execute(_create(connection.vendor, name))


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name in installed(connection):
            on = f" ON {TRIGGERS['postgresql'][name][0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests that plant faults, and for emptying a test database."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _create(vendor: str, name: str) -> str:
    table, event = TRIGGERS[vendor][name]
    return _create_sqlite(name, table, event) if vendor == "sqlite" else _create_postgresql(name, table, event)


def _create_sqlite(name: str, table: str, event: str) -> str:
    condition = ""
    if name.endswith("same_identity"):
        condition = f"WHEN {CHANGED.format(new='NEW', old='OLD')}"
    elif table == ACCOUNTS:
        condition = (
            "WHEN EXISTS (SELECT 1 FROM accounts_posting WHERE from_account_id = OLD.id OR to_account_id = OLD.id)"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_refusal(name, table)}'); END"
    )


def _create_postgresql(name: str, table: str, event: str) -> str:
    function = "waymark_keep_account" if name == f"{ACCOUNTS}_no_delete" else "waymark_refuse"
    condition = f"WHEN ({CHANGED.format(new='NEW', old='OLD')})" if name.endswith("same_identity") else ""
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} {condition} "
        f"EXECUTE FUNCTION {function}('{_refusal(name, table)}')"
    )


def _refusal(name: str, table: str) -> str:
    if table != ACCOUNTS or name.endswith("no_truncate"):
        return REFUSALS["append_only"]
    return REFUSALS["same_identity" if name.endswith("same_identity") else "has_postings"]


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    connection = connections[using]
    if _ours(connection):
        install(connection)


def check(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Only a warning: `migrate` runs the checks first, and is what puts a trigger back."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if _ours(connection) and (names := missing(connection)):
            found.append(
                Warning(
                    f"The database lacks what keeps its books append-only: {', '.join(names)}.",
                    hint="Run `manage.py migrate`, then `manage.py audit_money`.",
                    id="accounts.W001",
                )
            )
    return found


def _ours(connection: BaseDatabaseWrapper) -> bool:
    return set(APPEND_ONLY) | {ACCOUNTS} <= set(connection.introspection.table_names())
