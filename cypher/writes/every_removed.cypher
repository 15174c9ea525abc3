// What people deleted that sources say, for an import to leave it so.
// returns removed: [Any!]!      of each: key, ids of the sources that said it, number of the change
MATCH (removed:Internal {kind: 'Removed'}) WHERE removed.key IS NOT NULL
RETURN collect([removed.key, removed.sources, removed.sequence]) AS removed;
