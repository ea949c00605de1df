/// One number for CloudWatch, in the namespace of the policy's alarms.
package struct MetricSample: Sendable, Equatable {
    package enum Unit: Sendable, Equatable { case seconds, count }

    package var name: String
    package var dimensions: [String: String]
    package var value: Double
    package var unit: Unit

    package init(_ name: String, _ dimensions: [String: String], _ value: Double, _ unit: Unit) {
        self.name = name
        self.dimensions = dimensions
        self.value = value
        self.unit = unit
    }
}
