import AWSCore
import AWSServices
import Foundation

/// The time of parsing a page of DescribeDBInstances: the best of ROUNDS.
struct ParsedPages {
    func run(page: String, rounds: Int) throws {
        let body = try [UInt8](Data(contentsOf: URL(filePath: page)))
        let response = HTTPResponse(status: 200, body: body)
        var shortest = Duration.seconds(60)
        var (instances, tags) = (0, 0)
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let output = try RDS.describeDBInstances.decode(response)
            shortest = min(shortest, ContinuousClock.now - start)
            instances = output.dbInstances?.count ?? 0
            tags = (output.dbInstances ?? []).flatMap { $0.tagList ?? [] }.reduce(0) { $0 + ($1.value?.count ?? 0) }
        }
        print("seconds=\(shortest / .seconds(1)) bytes=\(body.count) instances=\(instances) tags=\(tags)")
    }
}
