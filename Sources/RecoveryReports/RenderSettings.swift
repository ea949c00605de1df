package import RecoveryModel

/// What a document depends on besides its report: the place that it is written to, the tool and the time.
package struct RenderSettings: Sendable, Hashable {
    package var style: TextStyle
    /// In columns, for text.
    package var width: Int
    /// Of drctl.
    package var version: String
    /// When the run was made.
    package var at: Instant

    package init(style: TextStyle = .plain, width: Int = 80, version: String, at: Instant) {
        self.style = style
        self.width = width
        self.version = version
        self.at = at
    }
}
