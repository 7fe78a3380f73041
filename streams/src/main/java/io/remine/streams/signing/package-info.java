/** Which keys sign and which are trusted, as the settings name their files. No key travels with a job, only its path. */
package io.remine.streams.signing;
