/// What is generated: every operation that drctl calls, service by service.
enum Manifest {
    /// One service.
    struct Entry {
        /// The folder of the model in botocore's data.
        var model: String
        /// The namespace in Swift, and the folder.
        var name: String
        /// As AWS names them, in the order in which they are generated.
        var operations: [String]
        /// Instead of the model's first protocol.
        var wireProtocol: String?
        /// Operations whose output's only member is the root element of the body.
        var unwrapped: Set<String> = []
        /// Members that recovery never reads or sends, by shape.
        var omitted: [String: Set<String>] = [:]
        /// Shapes that the model calls sensitive though they are names to be shown.
        var plain: Set<String> = []
        /// Members that must be there although the model does not say so: their absence must not read as a value.
        var required: [String: Set<String>] = [:]
        /// Members that need not be there although the model says so.
        var optional: [String: Set<String>] = [:]

        /// - Parameter operations: Names between white space.
        init(_ model: String, _ name: String, wireProtocol: String? = nil, _ operations: String) {
            self.model = model
            self.name = name
            self.wireProtocol = wireProtocol
            self.operations = operations.split { $0 == " " || $0 == "\n" }.map(String.init)
        }

        func with(_ change: (inout Entry) -> Void) -> Entry {
            var entry = self
            change(&entry)
            return entry
        }
    }

    /// In `omitted`: the members are left out wherever they occur.
    static let everyShape = "*"

    static let services: [Entry] = databases + storage + identity + alerting + governance
}
