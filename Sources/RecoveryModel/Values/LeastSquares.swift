/// The straight line that is nearest to points.
package struct LeastSquares: Hashable, Sendable {
    /// The number of points.
    package let points: Int
    /// The value at zero.
    package let base: Double
    package let slope: Double
    /// Between 0 and 1: the share of the variation that the line explains.
    package let fit: Double

    /// Nil with fewer than three points, since two always make a line, or when all have the same x.
    package init?(_ points: [(x: Double, y: Double)]) {
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / max(1, count)
        let meanY = points.reduce(0) { $0 + $1.y } / max(1, count)
        let varianceX = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        let varianceY = points.reduce(0) { $0 + ($1.y - meanY) * ($1.y - meanY) }
        let covariance = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
        guard points.count >= 3, varianceX > 1e-12 else { return nil }
        self.points = points.count
        slope = covariance / varianceX
        base = meanY - slope * meanX
        fit = varianceY > 0 ? covariance * covariance / (varianceX * varianceY) : 1
    }
}
