// Which of these activities a library runs.
// param   library: ID!
// param   ids: [ID!]!
// returns ids: [ID!]!
UNWIND $ids AS id
MATCH (activity:Activity {id: id})<-[runs:RUNS]-(:Library {id: $library})
WHERE coalesce(runs.status, 'confirmed') = 'confirmed'
RETURN collect(DISTINCT activity.id) AS ids;
