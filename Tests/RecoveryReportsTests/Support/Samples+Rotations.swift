import AWSNames
import RecoveryModel
import RecoveryReports

/// Rotations of snapshots.
extension Samples {
    private static let (east, west) = (Region("us-east-1"), Region("eu-west-1"))

    private var rotationPlan: SnapshotRotation {
        var plan = SnapshotRotation(database: "kb-prod\(mark)", kind: .instance)
        let stem = "drctl-keep-kb-prod-3f9a1c2e-"
        var create = SnapshotRotation.Step(
            .create, stem + "2026-11", in: Self.east, "none of month 2026-11 yet\(mark)")
        create.tags = ["drctl:rotation-policy": "knowledge-base\(mark)"]
        var copy = SnapshotRotation.Step(.copy, stem + "2026-11", in: Self.west, "eu-west-1 has no copy yet")
        copy.key = "arn:aws:kms:eu-west-1:123456789012:key/mrk-1\(mark)"
        copy.isLater = true
        plan.steps = [
            .init(.delete, stem + "2025-10\(mark)", in: Self.east, "older than what is kept"), create, copy,
        ]
        plan.kept = [
            .init(
                snapshot: stem + "2026-10\(mark)", region: Self.east, reasons: ["one of the newest", "month 2026-10"]),
            .init(snapshot: stem + "2026-09", region: Self.east, reasons: ["shared with 222222222222\(mark)"]),
        ]
        return plan
    }

    private var rotationInTheWay: SnapshotRotation {
        var plan = SnapshotRotation(database: "kb-cluster", kind: .cluster)
        plan.unfinished = [
            .init(snapshot: "drctl-keep-kb-cluster-1\(mark)", region: Self.east, status: "creating\(mark)")
        ]
        plan.obstacles = ["no key of eu-west-1 is known\(mark)"]
        return plan
    }

    /// By name.
    func rotations() -> [(name: String, result: any Renderable)] {
        func name(_ region: Region) -> TargetName {
            TargetName(policy: "knowledge-base\(mark)", account: AccountID("123456789012")!, region: region)
        }
        var done = rotationPlan
        (done.done, done.steps) = (done.steps, [])
        var failed = rotationPlan
        (failed.done, failed.failures) = ([], ["create drctl-keep-kb-prod: AccessDenied\(mark)"])
        return [
            (
                "snapshots-rotate",
                RotationReport(
                    Run([
                        .init(name(Self.east), .done(TargetRotation([rotationInTheWay, rotationPlan]))),
                        .init(
                            name(Self.west),
                            .failed(RunFailure("the role cannot be assumed\(mark)", hint: "allow it\(mark)"))),
                    ]), isDone: false)
            ),
            (
                "snapshots-rotate-done",
                RotationReport(Run([.init(name(Self.east), .done(TargetRotation([done])))]), isDone: true)
            ),
            (
                "snapshots-rotate-failed",
                RotationReport(Run([.init(name(Self.east), .done(TargetRotation([failed])))]), isDone: true)
            ),
            (
                "snapshots-rotate-refused",
                RotationReport(
                    Run([
                        .init(
                            name(Self.east),
                            .done(TargetRotation([rotationPlan], refusals: ["the quota could not be read\(mark)"])))
                    ]), isDone: true)
            ),
        ]
    }
}
