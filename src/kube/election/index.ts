export { LeaseElection, type ElectionHandler, type LeaseElectionOptions } from './lease-election.ts';
