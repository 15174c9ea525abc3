// Gives elements that exist the labels and properties that they have now. Numbers of the network stay as long as everybody
// sees them.
// param   rows: [Any!]!        each a list: labels, properties, createdAt and updatedAt as texts or null
// returns updated: Int!
UNWIND $rows AS row
MATCH (element:Element {id: row[1].id}) USING INDEX SEEK element:Element(id)
WITH row, element, CASE WHEN coalesce(row[1].visibility, 'public') = 'public' THEN element {
  .measured, .degree, .betweenness, .reach, .density, .community, .communitySize, .rank, .percentile
} ELSE {} END AS numbers
REMOVE element:$([label IN labels(element) WHERE NOT label IN row[0]])
SET element:$(row[0])
SET element = row[1]
SET element += numbers
SET element += {createdAt: datetime(row[2]), updatedAt: datetime(row[3])}
RETURN count(*) AS updated;
