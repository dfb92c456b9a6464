export { createUsers, type PersonMail, type UsersConfig, type UsersContext } from './users-context.ts';
export { checkSession } from './check-session.ts';
export { createUserWithPassword } from './create-user-with-password.ts';
export { presentUser, publicUserId } from './present-user.ts';
export { pruneUsers } from './prune-users.ts';
export { updateProfile } from './update-profile.ts';
export { usersRoutes } from './routes.ts';
export { selectUserById, updateEmailVerified, type UserRow } from './users.sql.ts';
export { countFlow, defaultLimits, mayMail, type ThrottleLimits } from './throttle.ts';
