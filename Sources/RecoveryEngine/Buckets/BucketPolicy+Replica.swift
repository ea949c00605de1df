import AWSNames
import RecoveryModel

extension RecoveryPolicy {
    /// The policy's own bucket that receives a bucket's replicas, with its region; nil for one of somebody else's.
    func replica(of bucket: BucketPolicy, at place: Place) -> (entry: BucketPolicy, region: Region)? {
        guard let name = bucket.replicateTo.map(place.filled) else { return nil }
        for region in targetRegions {
            let there = place.elsewhere(region)
            if let entry = storage.first(where: {
                there.filled($0.bucket) == name && regions(of: $0).contains(region)
            }) {
                return (entry, region)
            }
        }
        return nil
    }
}
