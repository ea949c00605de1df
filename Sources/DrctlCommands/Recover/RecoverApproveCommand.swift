import AWSCore
package import ArgumentParser
import Digests
import Files
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl recover approve`: a second person's signature under a saved plan.
package struct RecoverApproveCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Sign a saved plan of a recovery as a second person",
        discussion: """
            Makes no call. Shows what the plan is of, and adds a signature by a key of the policy's `recover.approvers` to
            FILE.signatures; `drctl recover run --plan FILE` asks for those of two different keys.

              $ drctl recover approve --plan recovery.json --key my-key.pem --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: DocumentOptions

    @Option(help: ArgumentHelp("The plan of `drctl recover plan --save`.", valueName: "file"))
    package var plan: String

    @Option(help: ArgumentHelp("Your own Ed25519 key, in PEM format.", valueName: "file.pem"))
    package var key: String

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let (saved, bytes) = try context.recoveryPlan(plan)
        let document = try context.loadPolicy(of: saved.request.source)
        try saved.require(policy: document.policy.name, digest: document.digest, at: context.now())
        // What is signed is read first, and whole.
        context.console.say(Self.summary(of: saved))
        try context.sign(plan, bytes, with: key, of: document.policy)
        try context.emit("APPROVED: \(Self.summary(of: saved))")
        return .success
    }

    /// What the plan does, for whoever signs it.
    private static func summary(of plan: RecoveryPlan) -> String {
        let (order, mission) = (plan.order, plan.request.mission)
        let hook = mission?.hook.map { "\nhook, run at each step of switching over: \($0.visible)" } ?? ""
        return """
            recovery of \(plan.request.source) to \(order.point.time.shown) as \(order.target)
            policy \(plan.request.policy), account \(plan.request.scope.account), \(plan.request.scope.region)
            \(order.instanceClass), subnet group \(order.subnetGroup), \
            security groups \(order.securityGroups.joined(separator: ", "))
            \(mission?.mayBeHealthy == true ? "even though the database may be healthy\n" : "")\
            switch over: \(mission?.switchover.rawValue ?? "none")\(hook)
            planned \(plan.at.shown), good for a day
            """
    }
}

extension CommandContext {
    /// Adds a signature to those beside a plan.
    ///
    /// - Throws: `CommandFailure` when the key may not sign, or has signed.
    func sign(_ plan: String, _ bytes: [UInt8], with file: String, of policy: RecoveryPolicy) throws {
        let key: Ed25519PrivateKey
        do {
            key = try Ed25519PrivateKey(pem: Array(try privateText(file).utf8))
        } catch is CryptoError {
            throw CommandFailure(
                .usage, "\(file) is not an Ed25519 private key in PEM format",
                hint: "create one with `openssl genpkey -algorithm ed25519 -out key.pem`")
        }
        let id = try key.publicKey().id()
        let approvers = try approvers(of: policy)
        guard try approvers.contains(where: { try $0.id() == id }) else {
            throw CommandFailure(
                .refused, "the key of \(file) is not one of recover.approvers of policy \(policy.name)",
                hint: "add the line that `openssl pkey -in \(file) -pubout | sed -n 2p` prints")
        }
        var signatures = try signatures(beside: plan, of: bytes)
        guard try !signatures.signers(among: approvers).contains(id) else {
            throw CommandFailure(
                .refused, "this key has signed the plan already", hint: "another person has to, with a key of their own"
            )
        }
        try signatures.sign(with: key)
        try write(try signatures.encoded(), to: PlanSignatures.file(of: plan))
        console.say("Signatures: \(PlanSignatures.file(of: plan))")
    }

    /// Refuses a plan that has not been signed by two people, where the policy asks for it.
    ///
    /// - Throws: `CommandFailure`.
    func requireApproval(of plan: String?, _ bytes: [UInt8]?, by policy: RecoveryPolicy) throws {
        let approvers = try approvers(of: policy)
        guard !approvers.isEmpty else { return }
        guard let plan, let bytes else {
            throw CommandFailure(
                .refused, "policy \(policy.name) asks for an approved plan (recover.approvers); nothing was changed",
                hint:
                    "drctl recover plan --save FILE --key KEY, then a second person: drctl recover approve --plan FILE")
        }
        let signers = try signatures(beside: plan, of: bytes).signers(among: approvers)
        guard signers.count >= PlanSignatures.needed else {
            throw CommandFailure(
                .refused,
                "the plan has \(signers.count) of \(PlanSignatures.needed) signatures by different keys of "
                    + "recover.approvers; nothing was changed",
                hint: "another person approves it with `drctl recover approve --plan \(plan) --key KEY`")
        }
    }

    private func approvers(of policy: RecoveryPolicy) throws -> [Ed25519PublicKey] {
        try (policy.recover?.approvers ?? []).map { try Ed25519PublicKey(pem: Array(EvidencePolicy.pem($0).utf8)) }
    }

    /// Those beside a plan; none where the file is of another plan, or not there.
    private func signatures(beside plan: String, of bytes: [UInt8]) throws -> PlanSignatures {
        let empty = PlanSignatures(plan: SHA256.hex(bytes))
        let path = PlanSignatures.file(of: plan)
        let read: [UInt8]?
        do throws(FileFailure) {
            read = try InputFile(path, mebibytes: 1).read()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
        guard let read else { return empty }
        guard let signatures = PlanSignatures(read) else {
            throw CommandFailure(.refused, "\(path) has no signatures that this drctl reads; nothing was changed")
        }
        return signatures.plan == empty.plan ? signatures : empty
    }
}
