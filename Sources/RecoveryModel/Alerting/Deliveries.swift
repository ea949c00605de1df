/// What became of a topic's notifications in the last days, as CloudWatch counts it.
///
/// An attempt at an HTTPS endpoint that is repeated counts each time it fails; of other transports only what is given up.
///
/// https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
package struct Deliveries: Sendable, Hashable {
    /// How far is looked back.
    package static let days = 7

    package var delivered: Int
    package var failed: Int

    package init(delivered: Int, failed: Int) {
        self.delivered = delivered
        self.failed = failed
    }
}
