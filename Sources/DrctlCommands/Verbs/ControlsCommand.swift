package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports

/// `drctl controls`: the catalogue.
package struct ControlsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "controls", abstract: "List the controls, or show one", subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    package init() {}

    /// `drctl controls list`.
    package struct List: DrctlVerb {
        package static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List every control",
            discussion: """
                Makes no call.

                  $ drctl controls list
                """)

        @OptionGroup package var global: CatalogueOptions

        package init() {}

        package func run(_ context: CommandContext) async throws -> ExitStatus {
            let controls = Catalogue.descriptions
            switch context.options.output {
            case .markdown: try context.emit(ControlsReference.markdown(controls))
            case .json: try context.emit(JSONValue.array(controls.map(\.json)).pretty)
            default:
                let width = controls.map(\.id.description.count).max() ?? 0
                let lines = controls.map { control in
                    control.id.description.padded(to: width) + "  " + control.severity.rawValue.padded(to: 8) + "  "
                        + control.title
                }
                try context.emit(lines.joined(separator: "\n"))
            }
            return .success
        }
    }

    /// `drctl controls show`.
    package struct Show: DrctlVerb {
        package static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one control",
            discussion: """
                Makes no call.

                  $ drctl controls show database.backup-retention
                """)

        @OptionGroup package var global: CatalogueOptions

        @Argument(help: "The control's id.")
        package var id: String

        package init() {}

        package func run(_ context: CommandContext) async throws -> ExitStatus {
            let controls = Catalogue.descriptions
            guard let control = controls.first(where: { $0.id.description == id }) else {
                throw CommandFailure.unknownControl(id, among: controls.map(\.id.description))
            }
            switch context.options.output {
            case .json: try context.emit(control.json.pretty)
            case .markdown: try context.emit(ControlsReference.markdown(control))
            default:
                let standards = control.standards.map(\.label).joined(separator: ", ")
                try context.emit(
                    """
                    \(control.id)  (\(control.severity.rawValue))
                    \(control.title)

                    Why:       \(control.why)
                    Policy:    \(control.field)
                    Standards: \(standards.isEmpty ? "none" : standards)
                    """)
            }
            return .success
        }
    }
}

extension ControlDescription {
    /// As results show it.
    fileprivate var json: JSONValue {
        [
            "id": .string(id.description), "title": .string(title), "why": .string(why),
            "severity": .string(severity.rawValue), "field": .string(field),
            "standards": .array(standards.map { .string($0.label) }),
        ]
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
