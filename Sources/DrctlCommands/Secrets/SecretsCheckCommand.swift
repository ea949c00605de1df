package import ArgumentParser
import PostgresTools
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl secrets check`: whether the secrets that the policies name are as they are required, and their logins work.
package struct SecretsCheckCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the policies' secrets, and whether their logins work",
        discussion: """
            Existence, key, rotation, recovery window, replicas and resource policy, as `drctl audit` judges them; and one login
            with each value that has a host. Exit code 2: something is violated or a login refused; 4: something is unknown.

              $ drctl secrets check --policy policies/knowledge-base.yaml --ca-bundle global-bundle.pem
            """)

    @OptionGroup package var global: LookupOptions

    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp(
            "The servers' certificate authorities (default: $DRCTL_RDS_CA_BUNDLE or $PGSSLROOTCERT).",
            valueName: "file.pem"))
    package var authorities: String?

    @Flag(name: .customLong("no-login"), help: "Read no value and try no login.")
    package var noLogin = false

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let loaded = try context.loadValidPolicies().ofRun
        let bundle =
            authorities ?? context.environment["DRCTL_RDS_CA_BUNDLE"] ?? context.environment["PGSSLROOTCERT"]
        let tools = noLogin ? nil : try context.clientTools()
        let outcome = try await context.withTargets(loaded) { run in
            try await run.each { open in
                let target = Target(open.policy, account: open.session.account, region: open.session.region)
                let client = context.patient(open.session.client)
                let collector = InventoryCollector(
                    client: client, account: open.session.account, region: open.session.region)
                let inventory = try await collector.collect(target, at: context.now(), only: [.secret, .key])
                let findings = Auditor.audit(ControlContext(target, inventory)).findings
                var checkups: [SecretCheckup] = []
                for secret in target.secrets {
                    let login: SecretCheckup.Login
                    if let tools {
                        let probe = SecretLoginProbe(client: client, tools: tools, authorities: bundle)
                        login = try await probe.probe(secret)
                    } else {
                        login = .absent("not tried (--no-login)")
                    }
                    checkups.append(
                        SecretCheckup(
                            target: open.name, secret: secret,
                            findings: findings.filter { $0.resource.kind == .secret && $0.resource.name == secret },
                            login: login))
                }
                return (checkups, .success)
            }
        }
        let failures = outcome.run.failures.map { "\($0.target.shown): \($0.failure)" }
        let result = SecretCheckups(checkups: outcome.run.values.flatMap { $0 }, failures: failures)
        if result.checkups.isEmpty, failures.isEmpty {
            throw CommandFailure(
                .refused, "the policies name no secret", hint: "name them in `databases[].secrets`")
        }
        try context.render(result)
        if result.isViolated { return .difference }
        return result.isIncomplete ? .incomplete : .success
    }
}

extension CommandContext {
    /// psql.
    ///
    /// - Throws: `CommandFailure`.
    func clientTools() throws -> ClientTools {
        do {
            return try ClientTools.locate(environment: environment)
        } catch {
            throw CommandFailure(.failed, "\(error)", hint: "install postgresql-client, or try no login: --no-login")
        }
    }

    /// age.
    ///
    /// - Throws: `CommandFailure`.
    func ageProgram() throws -> AgeProgram {
        do {
            return try AgeProgram.locate(environment: environment)
        } catch {
            throw CommandFailure(.failed, "\(error)", hint: "install the package `age`")
        }
    }
}
