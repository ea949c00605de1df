/// How often an audit called an operation, and which controls have no verdict without its answers.
package struct CallCount: Sendable, Equatable {
    /// As failures name it, such as `s3:GetBucketPolicy`.
    package var operation: String
    /// Requests, those that were made again included.
    package var count: Int
    /// Sorted; empty where no verdict depends on it, as on what is looked for beside the policy.
    package var controls: [ControlID]

    package init(operation: String, count: Int, controls: [ControlID]) {
        self.operation = operation
        self.count = count
        self.controls = controls
    }
}
