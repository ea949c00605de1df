import JSONWriting

/// The JSON Schema of policy files, for editors and other tools; written from the definitions that the parser reads by.
package enum PolicySchema {
    /// Draft 2020-12; ends with a line break.
    package static var text: String {
        OrderedJSON.members([
            "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
            "$id": .string("policy.schema.json"),
            "title": .string("drctl recovery policy"),
            "description": .string(
                "Written by `drctl policy schema`; what it says of a field is what the parser demands."),
        ])
        .adding(Record.policy.schema).schemaText + "\n"
    }
}
