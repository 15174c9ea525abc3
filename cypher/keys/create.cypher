// Makes an API key. Only what its secret hashes to is kept.
// param   name: String!      its name, under which the log tells what was done with it
// param   hash: String!      SHA-256 of the secret, in hexadecimal
// param   role: String!      reader, contributor, reviewer or admin
// param   library: ID        the library that a contributor is tied to
// param   expires: String!   until when it holds (ISO 8601)
// returns name: String!
CREATE (key:Internal {kind: 'ApiKey', name: $name, hash: $hash, role: $role, library: $library, createdAt: datetime(), issuedAt: datetime(),
  expiresAt: datetime($expires)})
RETURN key.name AS name;
