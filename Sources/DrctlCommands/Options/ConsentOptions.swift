package import ArgumentParser
import RecoveryEngine
import RecoveryModel

/// The options that allow an apply more than to protect.
package struct ConsentOptions: ParsableArguments {
    @Option(
        name: .customLong("allow-replace"),
        help: ArgumentHelp(
            "Allow the steps of this control that replace or remove what drctl did not make; may be repeated.",
            valueName: "control[:resource]"))
    package var replace: [String] = []

    @Option(
        name: .customLong("allow-weakening"),
        help: ArgumentHelp(
            "Allow the steps of this control that weaken what is there, or delete objects; may be repeated.",
            valueName: "control[:resource]"))
    package var weakening: [String] = []

    @Option(
        name: .customLong("allow-irreversible"),
        help: ArgumentHelp(
            "Allow a step of this control on this resource that cannot be undone; may be repeated.",
            valueName: "control:resource"))
    package var irreversible: [String] = []

    package init() {}

    package mutating func validate() throws {
        let known = Catalogue.descriptions.map(\.id.description)
        for selector in values.selectors where !known.contains(selector.control) {
            throw CommandFailure.unknownControl(selector.control, among: known).asValidation
        }
        if let open = values.irreversible.first(where: { $0.resource == nil }) {
            throw ValidationError("--allow-irreversible \(open) must name the resource: \(open):NAME")
        }
    }

    /// As a plain value.
    var values: ApplyConsent {
        ApplyConsent(
            replacing: replace.map(ApplyConsent.Selector.init), weakening: weakening.map(ApplyConsent.Selector.init),
            irreversible: irreversible.map(ApplyConsent.Selector.init))
    }
}

extension CommandFailure {
    /// For a mistake that is found while the command line is parsed.
    var asValidation: ValidationError {
        ValidationError(hint.map { "\(message)\nhint: \($0)" } ?? message)
    }
}
