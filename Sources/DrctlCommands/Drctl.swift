public import ArgumentParser
import CMalloc
import Files

/// drctl: can the databases be brought back, in time?
public struct Drctl: AsyncParsableCommand {
    /// The version, as `--version` prints it.
    package static let version = "0.1.0"

    /// The verbs, in the order of a first day with the tool.
    public static let configuration = CommandConfiguration(
        commandName: "drctl",
        abstract: "Know that your databases on AWS can be brought back, in time",
        discussion: """
            One policy says what is required: how much data may be lost (RPO), how long recovery may take (RTO).
            drctl makes AWS match it, checks that it still does, and proves it by restoring.

              $ drctl audit --policy policies/knowledge-base.yaml
            """,
        version: version,
        subcommands: [
            InitCommand.self,
            DoctorCommand.self, PolicyCommand.self, AuditCommand.self, PlanCommand.self, ApplyCommand.self,
            UnlockCommand.self,
            DriftCommand.self, DrillCommand.self, RecoverCommand.self, InventoryCommand.self, PitrCommand.self,
            TemplateCommand.self, IAMCommand.self, BackupCommand.self, SnapshotsCommand.self, SecretsCommand.self,
            AlarmsCommand.self, CostCommand.self, EvidenceCommand.self, ObjectivesCommand.self, RunbookCommand.self,
            ReportCommand.self,
            ControlsCommand.self,
        ])

    /// From the command line.
    public init() {}

    /// Runs the verb that the command line names, and ends the process with its exit code.
    public static func start() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "help" { refuse(arguments, nil) }
        let command: any ParsableCommand
        do {
            command = try parseAsRoot(arguments)
        } catch {
            if exitCode(for: error) == .validationFailure { refuse(arguments, error) }
            exit(withError: error)
        }
        do {
            try await run(command)
        } catch {
            exit(withError: error)
        }
    }

    private static func run(_ command: any ParsableCommand) async throws {
        var command = command
        if var waiting = command as? any AsyncParsableCommand {
            try await waiting.run()
        } else {
            try command.run()
        }
    }

    /// Ends the process when there is better advice than ArgumentParser's about a command line that it cannot parse.
    private static func refuse(_ arguments: [String], _ error: (any Error)?) {
        let text: String
        if let unknown = UsageAdvice.unknownCommand(arguments, of: self) {
            text = "drctl: \(unknown.message)\nhint: \(unknown.hint)\n"
        } else if let error, let meant = UsageAdvice.value(message(for: error)) {
            text = fullMessage(for: error) + "\nhint: \(meant)\n"
        } else {
            return
        }
        try? StandardError.write(Array(text.utf8))
        exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }

    /// To be called before anything else: makes the standard streams safe, however the process was started, and lets
    /// memory that is not needed any more go back to the system.
    public static func prepare() {
        StandardStreams.prepare()
        // mallopt(3): two pools for two threads of work, and large pieces on their own.
        _ = mallopt(M_ARENA_MAX, 2)
        _ = mallopt(M_MMAP_THRESHOLD, 128 << 10)
    }
}
