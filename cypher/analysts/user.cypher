// Makes the account with which tools connect to a twin.
// param   name: String!
// param   password: String!
CREATE OR REPLACE USER $name SET PASSWORD $password CHANGE NOT REQUIRED;
