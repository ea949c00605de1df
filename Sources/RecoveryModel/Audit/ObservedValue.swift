/// What one control observed on one resource, as a typed value: what baselines keep and drift compares.
package struct ObservedValue: Sendable, Codable, Hashable {
    package var resource: ResourceReference
    package var control: ControlID
    package var value: JSONValue
    /// For people; a rewording changes it, and nothing compares it.
    package var shown: String
    /// Whether it was as the policy asked then; nil in a baseline of a version that did not note it.
    package var isMet: Bool?

    package init(resource: ResourceReference, control: ControlID, value: JSONValue, shown: String) {
        self.resource = resource
        self.control = control
        self.value = value
        self.shown = shown
    }
}

/// The observed values of an audit, ready to be looked up.
package struct ObservedValues: Sendable {
    private struct Key: Hashable {
        var kind: ResourceKind
        var name: String
        var control: ControlID
    }

    private let values: [Key: ObservedValue]

    package init(_ values: [ObservedValue]) {
        self.values = Dictionary(
            values.map { (Key(kind: $0.resource.kind, name: $0.resource.name, control: $0.control), $0) }
        ) { _, last in last }
    }

    /// What the control observed on the resource; nil when it was not judged or could not be read.
    package subscript(control: ControlID, resource: ResourceReference) -> ObservedValue? {
        values[Key(kind: resource.kind, name: resource.name, control: control)]
    }
}
