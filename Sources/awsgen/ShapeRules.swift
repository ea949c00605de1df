/// What the manifest says of a service's shapes, where the model alone will not do.
struct ShapeRules {
    /// In `omitted`: the members are left out wherever they occur.
    static let everyShape = "*"

    /// Members that recovery never reads or sends, by shape.
    var omitted: [String: Set<String>] = [:]
    /// Shapes that the model calls sensitive though they are names to be shown.
    var plain: Set<String> = []
    /// Members of responses that drctl decides by: a response without one of them is an error that names it, never a default.
    ///
    /// All others may be missing, whatever the model says: AWS leaves out members that its models call required, and no
    /// verdict should depend on a time stamp that nobody reads.
    var decisive: [String: Set<String>] = [:]

    func omits(_ member: String, of shape: String) -> Bool {
        omitted[Self.everyShape]?.contains(member) == true || omitted[shape]?.contains(member) == true
    }

    func isDecisive(_ member: String, of shape: String) -> Bool {
        decisive[shape]?.contains(member) == true
    }

    /// Fails when a rule is about nothing that is generated, so that the manifest does not outlive the operations.
    ///
    /// - Parameters:
    ///   - shapes: All that are generated.
    ///   - received: Those of them that are read from responses.
    ///   - types: The shapes of all members.
    func check(_ service: String, shapes: [Shape], received: Set<String>, types: Set<String>) throws {
        let members = Dictionary(shapes.map { ($0.name, Set($0.members.map(\.key))) }) { $0.union($1) }
        let all = members.values.reduce(into: Set()) { $0.formUnion($1) }
        var unknown: [String] = []
        for (shape, names) in omitted {
            let known = shape == Self.everyShape ? all : members[shape] ?? []
            unknown += names.subtracting(known).map { "\(shape).\($0) to be omitted" }
        }
        for (shape, names) in decisive {
            let known = received.contains(shape) ? members[shape] ?? [] : []
            unknown += names.filter { !known.contains($0) || omits($0, of: shape) }.map { "\(shape).\($0) to be read" }
        }
        unknown += plain.subtracting(types).map { "\($0) to be shown" }
        guard unknown.isEmpty else {
            throw GenerationError("\(service) has no \(unknown.sorted().joined(separator: ", no "))")
        }
    }
}
