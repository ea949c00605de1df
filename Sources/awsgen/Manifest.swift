/// What is generated: the operations that drctl calls, service by service, and what for.
enum Manifest {
    /// Operations that serve the same areas.
    struct Use {
        var areas: [Area]
        var operations: [String]

        /// - Parameter operations: Names between white space.
        init(_ areas: Area..., calls operations: String) {
            self.areas = areas
            self.operations = operations.split { $0 == " " || $0 == "\n" }.map(String.init)
        }
    }

    /// One service.
    struct Entry {
        /// The folder of the model in botocore's data.
        var model: String
        /// The namespace in Swift, and the folder.
        var name: String
        var uses: [Use]
        /// Instead of the model's first protocol.
        var wireProtocol: String?
        /// Operations whose output's only member is the root element of the body, called or not.
        var unwrapped: Set<String> = []
        var rules = ShapeRules()

        init(_ model: String, _ name: String, wireProtocol: String? = nil, _ uses: Use...) {
            self.model = model
            self.name = name
            self.wireProtocol = wireProtocol
            self.uses = uses
        }

        /// As AWS names them, in the order in which they are generated.
        var operations: [String] { uses.flatMap(\.operations).sorted() }

        /// What an operation is for, as its comment in the generated code says it.
        func purpose(of operation: String) throws -> String {
            let uses = uses.filter { $0.operations.contains(operation) }
            guard uses.count == 1 else {
                throw GenerationError("\(name).\(operation) is listed \(uses.count) times")
            }
            return "Used by \(uses[0].areas.map(\.rawValue).joined(separator: ", "))."
        }

        func with(_ change: (inout Entry) -> Void) -> Entry {
            var entry = self
            change(&entry)
            return entry
        }
    }

    static let services: [Entry] = databases + storage + identity + alerting + governance
}
