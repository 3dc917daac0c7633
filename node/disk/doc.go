// Package disk is the disk of one node: an append-only record file and a few
// published files.
//
// A [Store] is where the bytes are: a [Directory] of real files, or [Memory].
// A [Log] is what a node uses: it frames records, holds them back until they
// are synced, and recovers them after a crash. Every byte of a record file is
// made by the Log, so the files of both stores are equal by construction.
//
//	log, err := disk.Create(disk.Dir(path), "n2")
//	...
//	err = log.Append(record) // in the log's own memory
//	err = log.Sync()         // durable, when it returns nil
//
//	records, log, err := disk.Open(disk.Dir(path), "n2") // after a crash
//
// # Three rules for the caller
//
//  1. A disk has one user at a time.
//  2. A record counts only once Sync has returned nil. A killed process loses
//     what it had not synced, all of it, and so does a Memory whose Log is dropped.
//  3. A Log that returned an error from Sync is of no more use: what the disk
//     holds of those records is unknown until the next Open.
//
// # The record file
//
// All numbers are little-endian; every checksum is CRC-32C.
//
//	header   magic "synod-rf", version (1 byte), length of the owner (1 byte),
//	         owner such as "n2", checksum of all that (4 bytes)
//	record   length of the payload (4 bytes), checksum of the payload (4 bytes),
//	         checksum of those eight bytes (4 bytes), payload
//
// # What Open believes
//
// A crash in the middle of Sync leaves a prefix of what was being written. So
// a file that ends inside a record has a torn tail: that record was never
// acknowledged, it is cut off, and the records before it are returned.
//
// Everything else that is wrong is refused with a [CorruptError], because it
// may have been synced, and a node that forgets a promise breaks its cluster
// while a node that is down does not:
//   - a bit flipped in any complete record, the last one too. A length has a
//     checksum of its own, so that a longer length cannot pass for a torn tail;
//   - a tail of zeros of at least the size of a record's head. Some file
//     systems leave one after a power failure, but a lost page of synced
//     records looks the same. No record's head is all zeros;
//   - a header that is cut short, of another version, or of another owner. A
//     header is put in place as a whole, so no crash can cut it.
//
// A file that was cut exactly between two records cannot be told from one that
// never had the second; nothing that only appends can tell.
//
// # Where faults belong
//
// A faulty disk is a Store that wraps another: Append is where a sync fails,
// the disk is full, only a part is written, or it takes long; Publish, where a
// file is not replaced; Load, where bytes come back changed. The Log needs to
// know nothing of it: it hands a Sync to the Store as one Append of whole
// records, and treats an error as rule 3 says.
package disk
