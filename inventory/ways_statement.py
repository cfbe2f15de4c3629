"""The statement whose parts are the ways; ``ways.py`` says what each of them is for.

A part is run where the next ones ask for it. What stands in braces is a query, or one
of the limits. Most parts give one row: that of the part before, with what has become
known. So few parts name another more than once: wherever one is named, SQLite reads its
text anew, and that of all that it names in turn, before it sees that they are the same.
"""

WAYS = """
WITH bounds AS MATERIALIZED (
        SELECT bounds.* FROM (SELECT 1) AS one LEFT JOIN ({bounds}) AS bounds ON TRUE
    ),
    little AS MATERIALIZED (SELECT bounds.*, {is_little} AS is_all FROM bounds),
    named AS MATERIALIZED (
        SELECT little.*, CASE WHEN is_all THEN 0 ELSE {among_names} END AS among_names
        FROM little
    ),
    dense AS MATERIALIZED (
        SELECT named.*, CASE WHEN is_all THEN 0 ELSE {in_category} END AS met FROM named
    ),
    few AS MATERIALIZED (
        {keys} LIMIT (
            SELECT CASE WHEN is_all OR met > {most} THEN 0 ELSE {most} + 1 END
            FROM dense)
    ),
    found AS MATERIALIZED (
        SELECT dense.*, met > {most} AS are_dense, (SELECT COUNT(*) FROM few) AS n
        FROM dense
    ),
    inside AS MATERIALIZED ({inside}),
    known AS MATERIALIZED (
        SELECT id FROM few WHERE (SELECT n FROM found) <= {most}
        UNION ALL
        SELECT id FROM inside
    ),
    counted AS MATERIALIZED (
        SELECT found.*, CASE WHEN are_dense THEN TRUE
                WHEN n > {most} THEN {beyond} ELSE FALSE END AS are_many,
            (SELECT COUNT(*) FROM inside) AS met_inside
        FROM found
    ),
    near AS MATERIALIZED (
        SELECT counted.*, CASE WHEN are_many OR met_inside > 0 THEN {near_keys} END
            AS near_keys
        FROM counted
    ),
    still AS MATERIALIZED (
        SELECT near.*, CASE WHEN {near_length} < {rows}
            THEN EXISTS (SELECT 1 FROM ({ahead}) AS ahead LIMIT 1 OFFSET {near})
            ELSE FALSE END AS searching
        FROM near
    ),
    many AS MATERIALIZED (
        {likely} LIMIT (SELECT CASE WHEN searching AND are_many
            THEN {VERY_MANY} ELSE 0 END FROM still)
    ),
    fetched AS MATERIALIZED (
        SELECT still.*, (SELECT COUNT(*) FROM many) AS fetched FROM still
    ),
    far AS MATERIALIZED (
        SELECT fetched.*, CASE WHEN fetched = {VERY_MANY} THEN {far_keys} END
            AS far_keys
        FROM fetched
    ),
    way AS MATERIALIZED (
        SELECT far.*, CASE
            WHEN NOT searching AND near_keys IS NOT NULL THEN 'near'
            WHEN NOT are_many THEN 'few'
            WHEN far_keys IS NULL THEN 'every'
            WHEN {far_length} = {rows} THEN 'far'
            WHEN EXISTS (SELECT 1 FROM ({ahead}) AS ahead LIMIT 1 OFFSET {far})
                THEN 'every'
            ELSE 'far' END AS way
        FROM far
    ),
    every AS MATERIALIZED (
        SELECT id FROM many
        UNION ALL  -- of the same ones, too
        SELECT id FROM ({others} LIMIT (SELECT CASE WHEN way = 'every'
            AND fetched = {VERY_MANY} THEN {ALL} ELSE 0 END FROM way)) AS others
    ),
    page AS MATERIALIZED (
        SELECT id FROM ({few} LIMIT (
            SELECT CASE WHEN way = 'few' THEN {rows} ELSE 0 END FROM way)) AS f
        UNION ALL
        {walked_to}
        UNION ALL
        SELECT id FROM ({every} LIMIT (
            SELECT CASE WHEN way = 'every' THEN {rows} ELSE 0 END FROM way)) AS e
    )
"""
# What comes by on a walk.
HITS = """
SELECT id FROM ({walked} LIMIT {steps}) AS walked WHERE hit LIMIT {rows}
"""
# Where the first names are often matches, these are counted along the names: those of
# all that is left, or of the only category that has any.
DENSE = """
CASE WHEN (
    SELECT COUNT(*) FROM ({walked} LIMIT {LOOK}) AS first_ones WHERE hit
) * {LEAST} >= {LOOK} AND {others} THEN (
    SELECT COUNT(*) FROM (
        SELECT id FROM ({walked} LIMIT {most} * {LEAST}) AS walked WHERE hit
        LIMIT {most} + 1
    ) AS hits
) ELSE {otherwise} END
"""
# What filters leave is looked at, too: at once if it is little, else if many match.
INSIDE = """
SELECT id FROM ({named} LIMIT {WITHIN}) AS named WHERE hit
LIMIT (SELECT CASE WHEN is_all OR n > {most} THEN {WITHIN} ELSE 0 END FROM found)
"""
# A few keys as one value, which a part's only row carries on.
ARRAY = {
    "sqlite": "(SELECT json_group_array(id) FROM ({rows}) AS rows)",
    "postgresql": "ARRAY({rows})",
}
LENGTH = {"sqlite": "json_array_length({array})", "postgresql": "cardinality({array})"}
UNNEST = {
    "sqlite": "SELECT value AS id FROM way, json_each({array})",
    "postgresql": "SELECT unnest({array}) AS id FROM way",
}
