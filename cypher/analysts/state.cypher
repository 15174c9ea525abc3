// What is known of a twin, before anything is written to it.
// returns foreign: Boolean!   whether it holds something and is no twin
// returns held: Boolean!      whether a process cares for it
// returns ready: Boolean!     whether it is filled
OPTIONAL MATCH (twin:Internal {kind: 'Twin', name: 'twin'})
RETURN twin IS NULL AND EXISTS { MATCH (node) } AS foreign,
       coalesce(twin.until > datetime.realtime(), false) AS held,
       coalesce(twin.ready, false) AS ready;
