"""The statement whose parts are the ways; ``ways.py`` says what each of them is for.

A part is run where the next ones ask for it. What stands in braces is a query, or one
of the limits.
"""

WAYS = """
WITH bounds AS MATERIALIZED ({bounds}),
    among_names AS MATERIALIZED ({among_names}),
    in_category AS MATERIALIZED ({in_category}),
    dense AS MATERIALIZED (
        SELECT id FROM in_category
        UNION ALL  -- of the same matches
        SELECT id FROM among_names WHERE NOT EXISTS (SELECT 1 FROM in_category)
    ),
    is_dense AS MATERIALIZED (SELECT COUNT(*) > {most} AS so FROM dense),
    little AS MATERIALIZED (SELECT CASE WHEN (SELECT so FROM is_dense) THEN FALSE
        ELSE {is_little} END AS is_all),
    few AS MATERIALIZED (
        {keys} LIMIT CASE WHEN (SELECT is_all FROM little)
            OR (SELECT so FROM is_dense) THEN 0 ELSE {most} + 1 END
    ),
    inside AS MATERIALIZED ({inside}),
    counted AS MATERIALIZED (
        SELECT are_many, are_many OR EXISTS (SELECT 1 FROM inside) AS are_met
        FROM (
            SELECT CASE WHEN (SELECT so FROM is_dense) THEN TRUE
                WHEN (SELECT COUNT(*) FROM few) > {most} THEN {beyond}
                ELSE FALSE END AS are_many
        ) AS counted
    ),
    known AS MATERIALIZED (
        SELECT id FROM few WHERE (SELECT COUNT(*) FROM few) <= {most}
        UNION ALL
        SELECT id FROM inside
    ),
    near AS MATERIALIZED (
        SELECT id FROM ({walked} LIMIT {near}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT are_met FROM counted) THEN {rows} ELSE 0 END
    ),
    still AS MATERIALIZED (
        SELECT searching, searching AND are_many AS fetching FROM (
            SELECT are_many, CASE WHEN are_met AND (SELECT COUNT(*) FROM near) < {rows}
                THEN EXISTS (SELECT 1 FROM ({ahead}) AS a LIMIT 1 OFFSET {near})
                ELSE FALSE END AS searching
            FROM counted
        ) AS walked
    ),
    many AS MATERIALIZED (
        {likely} LIMIT
            CASE WHEN (SELECT fetching FROM still) THEN {VERY_MANY} ELSE 0 END
    ),
    far AS MATERIALIZED (
        SELECT id FROM ({walked} LIMIT {far}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY} THEN {rows} ELSE 0 END
    ),
    found AS MATERIALIZED (
        SELECT CASE WHEN (SELECT COUNT(*) FROM many) < {VERY_MANY} THEN FALSE
            WHEN (SELECT COUNT(*) FROM far) = {rows} THEN TRUE
            ELSE NOT EXISTS (SELECT 1 FROM ({ahead}) AS a LIMIT 1 OFFSET {far})
        END AS far_off
    ),
    every AS MATERIALIZED (
        SELECT id FROM many WHERE (SELECT COUNT(*) FROM many) < {VERY_MANY}
        UNION ALL
        SELECT id FROM ({others} LIMIT
            CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY}
            AND NOT (SELECT far_off FROM found) THEN {ALL} ELSE 0 END) AS all_keys
    ),
    page AS MATERIALIZED (
        SELECT id FROM ({few} LIMIT CASE WHEN (
            SELECT are_met AND (are_many OR NOT searching) FROM counted, still
        ) THEN 0 ELSE {rows} END) AS f
        UNION ALL
        SELECT id FROM near WHERE NOT (SELECT searching FROM still)
        UNION ALL
        SELECT id FROM far WHERE (SELECT far_off FROM found)
        UNION ALL
        SELECT id FROM ({every} LIMIT
            CASE WHEN (SELECT fetching FROM still)
            AND NOT (SELECT far_off FROM found) THEN {rows} ELSE 0 END) AS e
    )
"""
# Where the first names are often matches, these are counted along the names: those of
# all that is left, or of the only category that has any.
DENSE = """
SELECT id FROM ({walked} LIMIT {most} * {LEAST}) AS walked WHERE hit
LIMIT CASE WHEN (
    SELECT COUNT(*) FROM ({walked} LIMIT {LOOK}) AS first_ones WHERE hit
) * {LEAST} >= {LOOK} AND {others} THEN {most} + 1 ELSE 0 END
"""
# What filters leave is looked at, too: at once if it is little, else if many match.
INSIDE = """
SELECT id FROM ({named} LIMIT {WITHIN}) AS named WHERE hit
LIMIT CASE WHEN (SELECT is_all FROM little)
    OR (SELECT COUNT(*) FROM few) > {most} THEN {WITHIN} ELSE 0 END
"""
