// Gives up the care for a twin, so that another process takes it at once.
// param   owner: String!     the process
MATCH (twin:Internal {kind: 'Twin', name: 'twin', owner: $owner})
REMOVE twin.owner, twin.until;
