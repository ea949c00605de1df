extension Int {
    /// The sum, at most what an integer holds: sizes are quantities of things, and too many of them are no reason to stop.
    package func plus(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min + 1 : .max) : sum
    }

    /// The product, at most what an integer holds.
    package func times(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min + 1) : product
    }
}
