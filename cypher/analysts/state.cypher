// What is known of a twin, before anything is written to it.
// param   owner: String!      the process that asks
// returns foreign: Boolean!   whether it holds something and is no twin
// returns held: Boolean!      whether another process cares for it
// returns ready: Boolean!     whether it is filled
OPTIONAL MATCH (twin:Internal {kind: 'Twin', name: 'twin'})
RETURN twin IS NULL AND EXISTS { MATCH (node) } AS foreign,
       coalesce(twin.owner <> $owner AND twin.until > datetime.realtime(), false) AS held,
       coalesce(twin.ready, false) AS ready;
